package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.schedule.Schedules;
import io.rsyncbackup.status.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stops and starts the schedules of plans. */
@Tag(name = OpenApiConfiguration.PLANS)
@RestController
@RequestMapping(path = "/api/v1/plans/{plan}", produces = MediaType.APPLICATION_JSON_VALUE)
class ScheduleController {
    private final Plans plans;
    private final PlanEditor editor;
    private final Status status;
    private final Schedules schedules;

    ScheduleController(Plans plans, PlanEditor editor, Status status, Schedules schedules) {
        this.plans = plans;
        this.editor = editor;
        this.status = status;
        this.schedules = schedules;
    }

    @PostMapping("/pause")
    @Operation(
            summary = "Let a plan's schedule stand still",
            description = "Until it is resumed, also over restarts, runs begin on demand only. The plan becomes overdue"
                    + " all the same, since nothing is saved.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.RUN)
    PlanResource pausePlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        schedules.pause(plan);
        return resource(plan);
    }

    @PostMapping("/resume")
    @Operation(
            summary = "Go on with a plan's schedule",
            description = "Beginning with the next run that is due; what was missed meanwhile is not made up for.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.RUN)
    PlanResource resumePlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        schedules.resume(plan);
        return resource(plan);
    }

    private PlanResource resource(String plan) {
        Plan known = plans.get(plan);
        return PlanResource.of(known, editor.document(known), status.of(plan));
    }
}
