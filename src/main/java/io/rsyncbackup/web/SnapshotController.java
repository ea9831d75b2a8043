package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.plan.Plans;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A plan's snapshots. */
@RestController
@RequestMapping("/api/v1/plans/{plan}/snapshots")
class SnapshotController {
    private final Plans plans;
    private final BackupService backups;

    SnapshotController(Plans plans, BackupService backups) {
        this.plans = plans;
        this.backups = backups;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Permission.READ)
    SnapshotPage listSnapshots(
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
        return SnapshotPage.of(backups.snapshots(plan), limit, cursor);
    }

    @PostMapping(path = "/refresh", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Permission.READ)
    SnapshotPage refreshSnapshots(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        plans.get(plan);
        return SnapshotPage.of(backups.refreshSnapshots(plan), SnapshotPage.DEFAULT_LIMIT, null);
    }

    @GetMapping(path = "/{snapshot}", produces = MediaType.APPLICATION_JSON_VALUE)
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
    @Requires(Permission.PIN)
    SnapshotResource updateSnapshot(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @PathVariable @Pattern(regexp = Parameters.SNAPSHOT, message = Parameters.SNAPSHOT_EXPECTED)
                    String snapshot,
            @RequestBody Map<String, @Nullable Object> body) {
        plans.get(plan);
        SnapshotPatch patch = SnapshotPatch.of(body);
        return SnapshotResource.of(backups.describe(
                plan, snapshot, Optional.ofNullable(patch.pinned()), Optional.ofNullable(patch.note())));
    }

    @DeleteMapping("/{snapshot}")
    @Requires(Permission.DELETE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteSnapshot(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @PathVariable @Pattern(regexp = Parameters.SNAPSHOT, message = Parameters.SNAPSHOT_EXPECTED)
                    String snapshot) {
        plans.get(plan);
        backups.delete(plan, snapshot);
    }
}
