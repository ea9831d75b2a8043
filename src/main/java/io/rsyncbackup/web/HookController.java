package io.rsyncbackup.web;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.DaemonCall;
import io.rsyncbackup.backup.DaemonHooks;
import io.rsyncbackup.backup.HookRefusedException;
import io.rsyncbackup.run.Run;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Hears from rsync daemons of this host. */
@Tag(name = OpenApiConfiguration.RUNS)
@RestController
class HookController {
    private final DaemonHooks hooks;
    private final Audit audit;

    HookController(DaemonHooks hooks, Audit audit) {
        this.hooks = hooks;
        this.audit = audit;
    }

    @PostMapping(
            path = "/api/v1/hooks/rsync-daemon",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Tell of an rsync daemon's transfer",
            description =
                    "For the shipped script rsync-backup-server-hook, which a daemon calls as pre-xfer and post-xfer"
                            + " exec. The plan is the one with source none whose destination is the module's path. A push is"
                            + " snapshotted and rotated; listings, pulls, dry runs and transfers that failed are not.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                                            schema = @Schema(implementation = DaemonForm.Documented.class))))
    @Fails({Problem.PLAN_NOT_FOUND, Problem.PLAN_AMBIGUOUS, Problem.DESTINATION_BUSY})
    @ApiResponse(responseCode = "200", description = "The transfer may begin, or nothing follows from it")
    @ApiResponse(responseCode = "202", description = "A run begins, or follows the active one")
    @Requires(Permission.RUN)
    ResponseEntity<HookResource> rsyncDaemonHook(
            @RequestBody MultiValueMap<String, String> fields, @AuthenticationPrincipal Caller caller) {
        DaemonForm form = new DaemonForm(fields);
        requireVisible(form.call(), caller);
        DaemonHooks.Answer answer =
                form.isBefore() ? hooks.begins(form.call()) : hooks.ended(form.call(), form.exitStatus(), caller);
        Run run = answer.outcome() == DaemonHooks.Outcome.RUN ? answer.run() : null;
        audit.concerns(answer.plan(), run == null ? null : run.id());
        int status = switch (answer.outcome()) {
            case NOTED, NOTHING -> 200;
            case RUN, RUN_FOLLOWS -> 202;
        };
        return ResponseEntity.status(status).body(HookResource.of(answer));
    }

    /** Who may see some plans only hears the same of a module of another plan, of several and of none. */
    private void requireVisible(DaemonCall call, Caller caller) {
        if (caller.plans() == null) {
            return;
        }
        try {
            if (caller.sees(hooks.plan(call))) {
                return;
            }
        } catch (HookRefusedException e) {
            // said below
        }
        throw new ProblemException(Problem.PLAN_NOT_FOUND, "no plan with source none has this module's path");
    }
}
