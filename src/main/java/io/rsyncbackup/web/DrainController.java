package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.run.Admission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Has this server begin no more runs before maintenance. */
@Tag(name = OpenApiConfiguration.SERVER)
@RestController
@RequestMapping("/api/v1/drain")
class DrainController {
    private final Admission admission;

    DrainController(Admission admission) {
        this.admission = admission;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Is this server drained?")
    @Requires(Permission.READ)
    DrainResource getDrain() {
        return DrainResource.of(admission);
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Begin no more runs",
            description =
                    "Before maintenance. Runs that run go on to their end, queued ones wait, requests for new ones are"
                            + " refused (`draining`), scheduled ones are made up for by one run afterwards, and readiness is down."
                            + " Other servers on the same database go on. It ends by DELETE, or with this process: a server that was"
                            + " restarted is not drained.")
    @Requires(Permission.PLAN)
    DrainResource drain(@AuthenticationPrincipal Caller caller) {
        admission.drain(caller.name());
        return DrainResource.of(admission);
    }

    @DeleteMapping
    @Operation(summary = "Begin runs again", description = "Also where it was not drained.")
    @ApiResponse(responseCode = "204", description = "Runs begin")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.PLAN)
    void endDrain() {
        admission.resume();
    }
}
