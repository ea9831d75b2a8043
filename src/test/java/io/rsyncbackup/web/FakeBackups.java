package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.backup.CheckReport;
import io.rsyncbackup.backup.InvalidRequestException;
import io.rsyncbackup.backup.RotationPreview;
import io.rsyncbackup.backup.SnapshotList;
import io.rsyncbackup.backup.StartRequest;
import io.rsyncbackup.rotation.Decision;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Reason;
import io.rsyncbackup.rotation.RotationDecisions;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotKey;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Backups of a plan that has some snapshots, and throws what a test wants. */
final class FakeBackups implements BackupService {
    static final Instant AS_OF = Instant.parse("2026-11-22T19:00:00Z");

    private final FakeRuns runs;
    final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    volatile RuntimeException failure;

    FakeBackups(FakeRuns runs) {
        this.runs = runs;
        reset();
    }

    void reset() {
        failure = null;
        snapshots.clear();
        for (int day = 9; day >= 1; day--) {
            add("2026-11-0%dT120000Z".formatted(day), Instant.parse("2026-11-0%dT12:00:00Z".formatted(day)));
        }
        add("2025-11-21 18:05:09", Instant.parse("2025-11-21T17:05:09Z"));
    }

    private void add(String name, Instant takenAt) {
        snapshots.put(
                name,
                new Snapshot(
                        name,
                        takenAt,
                        Path.of("/backups", name),
                        false,
                        false,
                        null,
                        "01JD",
                        1L,
                        1L,
                        Snapshot.Origin.RUN));
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Enqueued start(String plan, StartRequest request, Caller caller, IdempotencyKey key) {
        fail();
        if (plan.equals("pushed") && request.steps().contains(StepName.BACKUP)) {
            throw new InvalidRequestException("steps", "others fill the latest of this plan, so it has no backup");
        }
        List<StepName> steps = request.steps().isEmpty()
                ? List.of(StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE)
                : request.steps();
        return runs.enqueue(
                new RunRequest(
                        plan,
                        3,
                        Trigger.API,
                        caller.name(),
                        steps,
                        request.dryRun(),
                        request.note(),
                        Map.of(),
                        "{}",
                        plan,
                        null,
                        false,
                        null),
                key);
    }

    @Override
    public CheckReport check(String plan) {
        fail();
        return new CheckReport(true, List.of(new CheckReport.Check("rsync", true, "3.5.0")));
    }

    @Override
    public SnapshotList adopt(String plan, boolean initialise) {
        fail();
        return snapshots(plan);
    }

    @Override
    public SnapshotList snapshots(String plan) {
        fail();
        return new SnapshotList(List.copyOf(snapshots.values()), AS_OF, true);
    }

    @Override
    public SnapshotList snapshots(String plan, int limit, Optional<SnapshotKey> after) {
        Comparator<SnapshotKey> order =
                Comparator.comparing(SnapshotKey::takenAt).thenComparing(SnapshotKey::name);
        return new SnapshotList(
                snapshots(plan).items().stream()
                        .filter(item -> after.isEmpty() || order.compare(SnapshotKey.of(item), after.get()) < 0)
                        .sorted((one, other) -> order.compare(SnapshotKey.of(other), SnapshotKey.of(one)))
                        .limit(limit)
                        .toList(),
                AS_OF,
                true);
    }

    @Override
    public long snapshotsVersion(String plan) {
        return 1;
    }

    @Override
    public SnapshotList refreshSnapshots(String plan) {
        return snapshots(plan);
    }

    @Override
    public Snapshot snapshot(String plan, String name) {
        fail();
        return Optional.ofNullable(snapshots.get(name)).orElseThrow(() -> new SnapshotNotFoundException(plan, name));
    }

    @Override
    public Snapshot describe(String plan, String name, Optional<Boolean> pinned, Optional<String> note) {
        Snapshot old = snapshot(plan, name);
        Snapshot changed = new Snapshot(
                old.name(),
                old.takenAt(),
                old.path(),
                old.partial(),
                pinned.orElse(old.pinned()),
                note.map(text -> text.isEmpty() ? null : text).orElse(note.isPresent() ? null : old.note()),
                old.run(),
                old.bytesTotal(),
                old.filesTotal(),
                old.origin());
        snapshots.put(name, changed);
        return changed;
    }

    @Override
    public Optional<Enqueued> delete(String plan, String name, Caller caller) {
        if (snapshot(plan, name).pinned()) {
            throw new SnapshotPinnedException(name);
        }
        snapshots.remove(name);
        return Optional.empty();
    }

    @Override
    public RotationPreview preview(String plan, RotationScheme scheme, Keep keep, Window window, Instant at) {
        fail();
        RotationRules rules = new RotationRules(
                scheme == null ? RotationScheme.DEFAULT : scheme,
                keep == null ? Keep.OLDEST : keep,
                window == null ? Window.COUNT : window,
                ZoneId.of("Europe/Amsterdam"));
        Decision decision = new Decision(
                "2026-11-09T120000Z",
                Instant.parse("2026-11-09T12:00:00Z"),
                true,
                List.of(new Reason("daily", "2026-11-09", 1, 7, null, null, "daily 1 of 7 (2026-11-09)")));
        return new RotationPreview(
                plan,
                AS_OF,
                new RotationDecisions(rules, at == null ? AS_OF : at, List.of(decision), "0a1b", List.of()));
    }

    @Override
    public List<String> programs() {
        return List.of("rsync 3.5.0");
    }
}
