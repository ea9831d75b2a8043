package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.backup.CheckReport;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.status.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The plans, and a look at what they need. */
@Tag(name = OpenApiConfiguration.PLANS)
@RestController
@RequestMapping(path = "/api/v1/plans", produces = MediaType.APPLICATION_JSON_VALUE)
class PlanController {
    private final Plans plans;
    private final PlanEditor editor;
    private final Status status;
    private final BackupService backups;

    PlanController(Plans plans, PlanEditor editor, Status status, BackupService backups) {
        this.plans = plans;
        this.editor = editor;
        this.status = status;
        this.backups = backups;
    }

    @GetMapping
    @Operation(summary = "List the plans")
    @Requires(Permission.READ)
    PlanListResource listPlans(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor) {
        Page<Plan> page = Page.of(
                plans.all().stream().filter(plan -> caller.sees(plan.name())).toList(),
                Plan::name,
                Comparator.naturalOrder(),
                limit,
                cursor);
        return new PlanListResource(page.items().stream().map(this::resource).toList(), page.next());
    }

    @GetMapping("/{plan}")
    @Operation(summary = "Show a plan: what was configured and how it is doing")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.READ)
    PlanResource getPlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            HttpServletResponse response) {
        Plan found = plans.get(plan);
        // the version of what it says, for If-Match; in a ResponseEntity it would answer 304 while the status changes
        response.setHeader(HttpHeaders.ETAG, Precondition.tag(found.version()));
        return resource(found);
    }

    @PostMapping("/{plan}/check")
    @Operation(
            summary = "Look whether a plan could run",
            description = "Looks at programs, source and destination, and changes nothing.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.RUN)
    CheckReport checkPlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        plans.get(plan);
        return backups.check(plan);
    }

    @PostMapping(path = "/{plan}/adopt", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Accept the destination as it is",
            description =
                    "Indexes the snapshots that are there. An empty place becomes a destination only with `initialise`.")
    @Fails({
        Problem.PLAN_NOT_FOUND,
        Problem.DESTINATION_NOT_RECOGNISED,
        Problem.DESTINATION_UNAVAILABLE,
        Problem.DESTINATION_BUSY
    })
    @Requires(Permission.ADOPT)
    SnapshotListResource adoptDestination(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestBody(required = false) @Nullable AdoptRequest request) {
        plans.get(plan);
        boolean initialise = request != null && Boolean.TRUE.equals(request.initialise());
        return SnapshotListResource.of(backups.adopt(plan, initialise), SnapshotListResource.DEFAULT_LIMIT);
    }

    private PlanResource resource(Plan plan) {
        return PlanResource.of(plan, editor.document(plan), status.of(plan.name()));
    }

    /** Whether an empty place may become the plan's destination. */
    @Schema(name = "AdoptRequest")
    record AdoptRequest(
            @Schema(description = "Whether an empty place may become the plan's destination") @Nullable
            Boolean initialise) {}
}
