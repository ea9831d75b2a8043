package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.transfer.Endpoint;
import io.rsyncbackup.transfer.Statistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps of one run share: the plan as it was, the destination and its lock, what the transfer counted. */
final class BackupSession implements StepPlanner.RunSession {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSession.class);

    private final Run run;
    private final PlanSpec spec;
    private final RunEnds ends;
    private final Place place;
    private final BackupTools tools;
    private final RunFindings findings;
    private final TrashDuty trash;
    private final StepFailures failures;
    private final RunDevices devices = new RunDevices();
    private @Nullable DestinationLock lock;
    private @Nullable Statistics statistics;
    private @Nullable Transferred transferred;
    private boolean cleaned;
    private boolean fresh;
    private @Nullable String entered;

    BackupSession(Run run, PlanSpec spec, BackupTools tools, RunFindings findings, TrashDuty trash) {
        this.run = run;
        this.spec = spec;
        this.ends = new RunEnds(spec, tools.places());
        this.place = ends.place();
        this.tools = tools;
        this.findings = findings;
        this.trash = trash;
        this.failures = new StepFailures(run.request().plan(), spec, findings);
    }

    @Override
    public List<Step> steps() {
        List<Device> needed = DeviceUse.devices(spec);
        List<Step> steps = new ArrayList<>();
        needed.forEach(device -> steps.add(new AcquireStep(this, tools, device)));
        run.request().steps().forEach(name -> steps.add(step(name)));
        needed.reversed().forEach(device -> steps.add(new ReleaseStep(this, device)));
        return steps;
    }

    private Step step(StepName name) {
        return switch (name) {
            case BACKUP -> new BackupStep(this, tools);
            case SNAPSHOT ->
                place.daemon() == null
                        ? new SnapshotStep(this, tools)
                        : new DaemonSnapshotStep(this, tools, place.daemon());
            case ROTATE -> new RotateStep(this, tools);
            case DELETE -> new DeleteStep(this, tools);
            case BEFORE, UNLOCK, MOUNT, UNMOUNT, LOCK, AFTER_SUCCESS, AFTER_FAILURE, FINALLY ->
                throw new IllegalStateException("no step of this plan: " + name.text());
        };
    }

    @Override
    public Optional<Duration> maxDuration() {
        return Optional.ofNullable(spec.maxDuration());
    }

    /** Refuses a destination that is not the plan's own, waits for its lock, removes what a dead run left there. */
    DestinationIdentity enter(StepContext context) {
        requireAllowed();
        StepFailures.requireFiles(spec);
        place.stopOn(stop(context));
        Set<String> known =
                Identities.known(spec, tools.states().get(run.request().plan()));
        if (dryRun()) {
            return look(known);
        }
        boolean mayInitialise = spec.destinationId() == null
                && (devices.mounted() || Identities.mayInitialise(place, spec, tools.settings()));
        DestinationIdentity identity =
                place.destinations().recognise(layout(), known, mayInitialise, spec.snapshotMethod());
        refuseAnother(identity);
        tools.states().knowDestination(run.request().plan(), identity.id());
        if (lock != null && lockLost()) {
            // its host is reached again, but others may have been there meanwhile
            tools.doors().released(place.key());
            lock.close();
            lock = null;
            cleaned = false;
        }
        if (lock == null) {
            lock = LockWait.lock(place, spec.destination(), "run " + run.id(), context);
            tools.doors().holding(place.key());
            // who waited may have waited long: the paths may lead elsewhere by now
            requireAllowed();
        }
        if (!cleaned) {
            cleanUp();
            cleaned = true;
        }
        return identity;
    }

    /** Before anything is touched, which begins with its disk. */
    void requireAllowed() {
        StepFailures.requireAllowed(tools.bounds(), run.request().plan(), spec);
    }

    /** True when the lock that this run held fell by itself. */
    boolean lockLost() {
        return lock != null && lock.lost();
    }

    /** The lock lies on the disk that was here first: one that took its place meanwhile is not held. */
    private void refuseAnother(DestinationIdentity identity) {
        if (entered != null && !entered.equals(identity.id())) {
            throw new DestinationException(
                    DestinationException.Reason.NOT_RECOGNISED,
                    layout().parent() + " was destination " + entered + " when this run began and is " + identity.id()
                            + " now; nothing was written there; start a new run");
        }
        entered = identity.id();
    }

    /** A caller who pins or deletes meanwhile has files under way that look like leftovers. */
    private void cleanUp() {
        ReentrantLock door = tools.doors().of(place.key());
        door.lock();
        try {
            place.snapshots().cleanUp(layout(), place.privileges(spec));
        } finally {
            door.unlock();
        }
    }

    /** A dry run of a plan that never ran compares with an empty directory in place of a latest that does not exist yet. */
    private DestinationIdentity look(Set<String> known) {
        fresh = Identities.firstUse(place, spec, tools.settings(), devices.mounted());
        return fresh
                ? new DestinationIdentity(
                        "none yet", layout().latest().toString(), SnapshotMethod.HARD_LINK, run.queuedAt())
                : Identities.look(place, known);
    }

    /** True in a dry run of a destination that the first true run will make. */
    boolean fresh() {
        return fresh;
    }

    StepResult failed(DestinationException e) {
        return failures.of(e);
    }

    StepResult failed(SnapshotException e) {
        return failures.of(e);
    }

    List<String> prefix() {
        return ends.prefixThere(lock);
    }

    List<String> prefixHere() {
        return ends.prefixHere(lock);
    }

    Endpoint source() {
        return ends.source();
    }

    Endpoint latest() {
        return ends.latest(lock);
    }

    StopSignal stop(StepContext context) {
        return new Stop(context.cancellation());
    }

    Run run() {
        return run;
    }

    PlanSpec spec() {
        return spec;
    }

    Place place() {
        return place;
    }

    DestinationLayout layout() {
        return place.layout();
    }

    boolean dryRun() {
        return run.request().dryRun();
    }

    RunOptions options() {
        return RunOptions.of(run.request().options());
    }

    @Nullable
    Statistics statistics() {
        return statistics;
    }

    void counted(@Nullable Statistics counted) {
        this.statistics = counted;
    }

    /** What a daemon has of this run; absent until it is whole. */
    @Nullable
    Transferred transferred() {
        return transferred;
    }

    void transferred(Transferred whole) {
        this.transferred = whole;
    }

    RunDevices devices() {
        return devices;
    }

    RunFindings findings() {
        return findings;
    }

    @Override
    public void close() {
        tools.settings().removeScratch(run.id());
        try {
            leave();
            devices.close();
        } finally {
            ends.close();
            tools.doors().worked(run.id());
        }
    }

    /** Once: before the disk is undone, or at the end. The lock lies on the disk, and so does what the trash works at. */
    void leave() {
        if (lock == null) {
            return;
        }
        boolean temporary = devices.temporary();
        boolean trashLeft = true;
        try {
            if (temporary) {
                trash.finish(
                        spec,
                        devices.cancelled() ? Duration.ZERO : spec.device().trashTime());
            }
            RunFindings.Destination left = Leaving.look(place, spec.rotation().zone(), tools);
            trashLeft = left.trashPending() > 0;
            findings.left(left);
        } catch (DestinationException e) {
            LOG.warn("how the run left its destination could not be seen: {}", e.getMessage());
            findings.destinationMissing();
        } finally {
            tools.doors().released(place.key());
            lock.close();
            lock = null;
            if (!temporary && trashLeft) {
                trash.collect(spec);
            }
        }
    }
}
