package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.backup.CheckReport;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.status.Status;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The plans, and a look at what they need. */
@RestController
@RequestMapping(path = "/api/v1/plans", produces = MediaType.APPLICATION_JSON_VALUE)
class PlanController {
    private final Plans plans;
    private final Status status;
    private final BackupService backups;

    PlanController(Plans plans, Status status, BackupService backups) {
        this.plans = plans;
        this.status = status;
        this.backups = backups;
    }

    @GetMapping
    @Requires(Permission.READ)
    Page<PlanResource> listPlans(
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor) {
        Page<Plan> page = Page.of(plans.all(), Plan::name, Comparator.naturalOrder(), limit, cursor);
        return new Page<>(page.items().stream().map(this::resource).toList(), page.next());
    }

    @GetMapping("/{plan}")
    @Requires(Permission.READ)
    PlanResource getPlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        return resource(plans.get(plan));
    }

    @PostMapping("/{plan}/check")
    @Requires(Permission.READ)
    CheckReport checkPlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        plans.get(plan);
        return backups.check(plan);
    }

    @PostMapping(path = "/{plan}/adopt", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Permission.ADOPT)
    SnapshotPage adoptDestination(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestBody(required = false) @Nullable AdoptRequest request) {
        plans.get(plan);
        boolean initialise = request != null && Boolean.TRUE.equals(request.initialise());
        return SnapshotPage.of(backups.adopt(plan, initialise), SnapshotPage.DEFAULT_LIMIT, null);
    }

    private PlanResource resource(Plan plan) {
        return PlanResource.of(plan, status.of(plan.name()));
    }

    /** Whether an empty place may become the plan's destination. */
    record AdoptRequest(@Nullable Boolean initialise) {}
}
