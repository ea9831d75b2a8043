package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Rotation;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotKey;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Answers from the rooms below. */
@Service
class RoomBackupService implements BackupService {
    private final Plans plans;
    private final Runs runs;
    private final BackupTools tools;
    private final SnapshotIndexer indexer;
    private final SnapshotEditor editor;
    private final PlanCheck planCheck;
    private final Programs programs;

    RoomBackupService(
            Plans plans,
            Runs runs,
            BackupTools tools,
            SnapshotIndexer indexer,
            SnapshotEditor editor,
            PlanCheck planCheck,
            Programs programs) {
        this.plans = plans;
        this.runs = runs;
        this.tools = tools;
        this.indexer = indexer;
        this.editor = editor;
        this.planCheck = planCheck;
        this.programs = programs;
    }

    @Override
    public Enqueued start(String name, StartRequest request, Caller caller, @Nullable IdempotencyKey key) {
        Plan plan = allowed(name);
        List<StepName> steps = StepChoice.of(request, plan.spec().source() == null);
        StepChoice.check(steps, plan.spec().destination());
        RunRequest wanted = RunRequests.of(
                plan,
                Trigger.API,
                caller.name(),
                steps,
                request.dryRun(),
                request.note(),
                new RunOptions(request.expectedRotation(), request.allowDeletions(), false));
        return runs.enqueue(wanted, key);
    }

    @Override
    public CheckReport check(String plan) {
        return planCheck.check(allowed(plan));
    }

    @Override
    public SnapshotList adopt(String name, boolean initialise) {
        Plan plan = allowed(name);
        try {
            return DeviceUse.during(tools.devices(), plan.spec(), () -> adopt(plan, initialise));
        } catch (DestinationException e) {
            throw e.forPlan(name);
        }
    }

    /** Of a plan made over the API the configuration may say less by now, and a link may lead elsewhere. */
    private Plan allowed(String name) {
        Plan plan = plans.get(name);
        tools.bounds().check(name, plan.spec());
        return plan;
    }

    private SnapshotList adopt(Plan plan, boolean initialise) {
        try (Place place = tools.places().of(plan.spec())) {
            DestinationIdentity identity = place.destinations()
                    .adopt(place.layout(), initialise, plan.spec().snapshotMethod());
            tools.states().knowDestination(plan.name(), identity.id());
            return indexer.refresh(plan);
        }
    }

    @Override
    public SnapshotList snapshots(String plan) {
        return indexer.known(plans.get(plan).name());
    }

    @Override
    public SnapshotList snapshots(String plan, int limit, Optional<SnapshotKey> after) {
        return indexer.known(plans.get(plan).name(), limit, after);
    }

    @Override
    public long snapshotsVersion(String plan) {
        return indexer.version(plan);
    }

    @Override
    public SnapshotList refreshSnapshots(String plan) {
        return indexer.refresh(allowed(plan));
    }

    @Override
    public Snapshot snapshot(String plan, String name) {
        return indexer.find(plans.get(plan).name(), name).orElseThrow(() -> new SnapshotNotFoundException(plan, name));
    }

    @Override
    public Snapshot describe(String plan, String name, Optional<Boolean> pinned, Optional<String> note) {
        return editor.describe(allowed(plan), name, pinned, note);
    }

    @Override
    public Optional<Enqueued> delete(String name, String snapshot, Caller caller) {
        Plan plan = allowed(name);
        if (!(plan.spec().destination() instanceof Location.Daemon)) {
            editor.delete(plan, snapshot);
            return Optional.empty();
        }
        if (snapshot(name, snapshot).pinned()) {
            throw new SnapshotPinnedException(snapshot);
        }
        return Optional.of(runs.enqueue(
                RunRequests.of(
                        plan,
                        Trigger.API,
                        caller.name(),
                        List.of(StepName.DELETE),
                        false,
                        null,
                        RunOptions.delete(snapshot)),
                null));
    }

    @Override
    public RotationPreview preview(
            String name,
            @Nullable RotationScheme scheme,
            @Nullable Keep keep,
            @Nullable Window window,
            @Nullable Instant at) {
        Plan plan = plans.get(name);
        RotationRules own = plan.spec().rotation();
        RotationRules rules = new RotationRules(
                Objects.requireNonNullElse(scheme, own.scheme()),
                Objects.requireNonNullElse(keep, own.keep()),
                Objects.requireNonNullElse(window, own.window()),
                own.zone());
        SnapshotList known = indexer.known(name);
        Instant now = Objects.requireNonNullElseGet(at, tools.clock()::instant);
        return new RotationPreview(name, known.asOf(), Rotation.decide(Candidates.of(known.items()), rules, now));
    }

    @Override
    public List<String> programs() {
        return programs.versions();
    }
}
