package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.plan.Plans;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A plan's snapshots. */
@Tag(name = OpenApiConfiguration.SNAPSHOTS)
@RestController
@RequestMapping("/api/v1/plans/{plan}/snapshots")
class SnapshotController {
    private final Plans plans;
    private final BackupService backups;
    private final Links links;

    SnapshotController(Plans plans, BackupService backups, Links links) {
        this.plans = plans;
        this.backups = backups;
        this.links = links;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the snapshots of a plan, newest first",
            description = "From the index: touches no disk. `asOf` says when it last saw the destination.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.READ)
    SnapshotListResource listSnapshots(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor) {
        plans.get(plan);
        return SnapshotListResource.of(backups.snapshots(plan, limit + 1, SnapshotListResource.after(cursor)), limit);
    }

    @PostMapping(path = "/refresh", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Read the destination anew")
    @Fails({Problem.PLAN_NOT_FOUND, Problem.DESTINATION_NOT_RECOGNISED, Problem.DESTINATION_UNAVAILABLE})
    @Requires(Permission.READ)
    SnapshotListResource refreshSnapshots(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        plans.get(plan);
        return SnapshotListResource.of(backups.refreshSnapshots(plan), SnapshotListResource.DEFAULT_LIMIT);
    }

    @GetMapping(path = "/{snapshot}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Show a snapshot")
    @Fails({Problem.PLAN_NOT_FOUND, Problem.SNAPSHOT_NOT_FOUND})
    @Requires(Permission.READ)
    SnapshotResource getSnapshot(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @PathVariable @Pattern(regexp = Parameters.SNAPSHOT, message = Parameters.SNAPSHOT_EXPECTED)
                    String snapshot) {
        plans.get(plan);
        return SnapshotResource.of(backups.snapshot(plan, snapshot));
    }

    @PatchMapping(
            path = "/{snapshot}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Pin a snapshot or write a note",
            description = "A field that is absent stays as it is; a note that is null or empty is removed.")
    @Fails({
        Problem.PLAN_NOT_FOUND,
        Problem.SNAPSHOT_NOT_FOUND,
        Problem.DESTINATION_NOT_RECOGNISED,
        Problem.DESTINATION_UNAVAILABLE
    })
    @Requires(Permission.PIN)
    SnapshotResource updateSnapshot(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @PathVariable @Pattern(regexp = Parameters.SNAPSHOT, message = Parameters.SNAPSHOT_EXPECTED)
                    String snapshot,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = SnapshotPatch.class)))
                    @RequestBody
                    Map<String, @Nullable Object> body) {
        plans.get(plan);
        SnapshotPatch patch = SnapshotPatch.of(body);
        return SnapshotResource.of(backups.describe(
                plan, snapshot, Optional.ofNullable(patch.pinned()), Optional.ofNullable(patch.note())));
    }

    @DeleteMapping("/{snapshot}")
    @Operation(
            summary = "Delete a snapshot",
            description =
                    "It is gone at once, and its space is freed in the background. On an rsync daemon removing is a transfer, and so a run whose only step is `delete`.")
    @Fails({
        Problem.PLAN_NOT_FOUND,
        Problem.SNAPSHOT_NOT_FOUND,
        Problem.SNAPSHOT_PINNED,
        Problem.SNAPSHOT_IN_USE,
        Problem.RUN_ALREADY_ACTIVE,
        Problem.DESTINATION_NOT_RECOGNISED,
        Problem.DESTINATION_UNAVAILABLE,
        Problem.DESTINATION_BUSY,
        Problem.SHUTTING_DOWN
    })
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @ApiResponse(
            responseCode = "202",
            description = "This run removes it",
            headers = @Header(name = "Location", description = "Where the run is", schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = RunResource.class)))
    @Requires(Permission.DELETE)
    ResponseEntity<RunResource> deleteSnapshot(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @PathVariable @Pattern(regexp = Parameters.SNAPSHOT, message = Parameters.SNAPSHOT_EXPECTED)
                    String snapshot,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request) {
        plans.get(plan);
        return backups.delete(plan, snapshot, caller)
                .map(enqueued -> IfActive.FAIL.given(enqueued, List.of(), false))
                .map(run -> ResponseEntity.accepted()
                        .header(HttpHeaders.LOCATION, links.to(request, "/api/v1/runs/" + run.id()))
                        .body(RunResource.of(run)))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }
}
