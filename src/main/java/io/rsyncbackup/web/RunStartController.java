package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.Run;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starts runs. */
@Tag(name = OpenApiConfiguration.RUNS)
@RestController
class RunStartController {
    private final Plans plans;
    private final BackupService backups;
    private final RunWaits waits;
    private final Links links;

    RunStartController(Plans plans, BackupService backups, RunWaits waits, Links links) {
        this.plans = plans;
        this.backups = backups;
        this.waits = waits;
        this.links = links;
    }

    @PostMapping(
            path = "/api/v1/plans/{plan}/runs",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Start a run",
            description =
                    "Without a body: all steps of the plan. A request cannot name paths or options: those belong to plans.")
    @Fails({
        Problem.PLAN_NOT_FOUND,
        Problem.RUN_ALREADY_ACTIVE,
        Problem.IDEMPOTENCY_KEY_REUSED,
        Problem.RUN_NOT_SUCCESSFUL,
        Problem.SHUTTING_DOWN,
        Problem.DRAINING,
        Problem.DATA_DISK_FULL
    })
    @ApiResponse(
            responseCode = "200",
            description = "The run has ended",
            headers = {
                @Header(name = "Location", description = "Where the run is", schema = @Schema(type = "string")),
                @Header(
                        name = "Preference-Applied",
                        description = "How long it was waited at most",
                        schema = @Schema(type = "string")),
                @Header(
                        name = "Idempotency-Replayed",
                        description = "true when this is the answer to an earlier request",
                        schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "202",
            description = "The run has not ended",
            headers = {
                @Header(name = "Location", description = "Where the run is", schema = @Schema(type = "string")),
                @Header(
                        name = "Preference-Applied",
                        description = "How long it was waited at most",
                        schema = @Schema(type = "string")),
                @Header(
                        name = "Idempotency-Replayed",
                        description = "true when this is the answer to an earlier request",
                        schema = @Schema(type = "string"))
            })
    @Requires(Permission.RUN)
    ResponseEntity<RunResource> startRun(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestBody(required = false) @Nullable RunStart body,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Pattern(regexp = "[!-~]{1,255}", message = "expected 1 to 255 visible ASCII characters")
                    @Nullable
                    String idempotencyKey,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(required = false) @Nullable String require,
            @RequestParam(required = false) @Nullable String ifActive,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request) {
        Plan known = plans.get(plan);
        RunStart asked = RunStart.orDefault(body);
        Requirement requirement = Requirement.of(require);
        IfActive active = IfActive.of(ifActive);
        IdempotencyKey key =
                idempotencyKey == null ? null : new IdempotencyKey(caller.tokenId(), idempotencyKey, asked.hash());
        Enqueued enqueued = backups.start(plan, asked.toStartRequest(), caller, key);
        Run run = active.given(
                enqueued, asked.stepsFor(known), asked.toStartRequest().dryRun());
        Preference preference = Preference.of(prefer);
        Run now = waits.until(run, preference.atMost());
        requirement.check(now);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(now.state().ended() ? 200 : 202)
                .header(HttpHeaders.LOCATION, links.to(request, "/api/v1/runs/" + now.id()))
                .header(HttpHeaders.VARY, "Prefer");
        preference.applied().ifPresent(applied -> answer.header("Preference-Applied", applied));
        if (enqueued instanceof Enqueued.Replayed) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(RunResource.of(now));
    }
}
