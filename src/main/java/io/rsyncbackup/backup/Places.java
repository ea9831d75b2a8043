package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.destination.DaemonDestinations;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanPlace;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.snapshot.DaemonSnapshots;
import io.rsyncbackup.snapshot.DaemonTrash;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.snapshot.Trash;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Opens destinations, wherever they are. */
final class Places {
    private final CommandRunner runner;
    private final Storage here;
    private final Clock clock;

    private final Path controlDirectory;
    private final Path scratch;

    /**
     * Contacts nobody.
     *
     * @param controlDirectory where the processes of one run share a connection
     * @param scratch where small files lie on their way to and from a daemon; made when it is needed
     */
    Places(CommandRunner runner, Clock clock, Path controlDirectory, Path scratch) {
        this(runner, Storage.here(runner), clock, controlDirectory, scratch);
    }

    /** @param here the files of this host */
    Places(CommandRunner runner, Storage here, Clock clock, Path controlDirectory, Path scratch) {
        this.runner = runner;
        this.here = here;
        this.clock = clock;
        this.controlDirectory = controlDirectory;
        this.scratch = scratch;
    }

    /** What says that two plans write to the same place. Contacts nobody. */
    static String key(PlanSpec spec) {
        return PlanPlace.of(spec).text();
    }

    /** Where things lie on the host of the destination. Contacts nobody. */
    static DestinationLayout layout(PlanSpec spec) {
        return switch (spec.destination()) {
            case Location.Local local -> new DestinationLayout(local.path());
            case Location.Ssh ssh -> new DestinationLayout(Path.of(ssh.path()));
            // as its daemon calls it: the module is its first element
            case Location.Daemon daemon -> new DestinationLayout(Path.of("/" + daemon.module() + daemon.path()));
        };
    }

    /** Contacts nobody yet. */
    Place of(PlanSpec spec) {
        return switch (spec.destination()) {
            case Location.Local local -> on(here, spec, Privileges::root, null, () -> {});
            case Location.Ssh ssh -> {
                RemoteHost host = host(spec, ssh);
                yield on(
                        Storage.there(host.runner(), host.shortCommands(), host::privileges),
                        spec,
                        host::root,
                        host,
                        host::close);
            }
            case Location.Daemon daemon -> on(daemon, spec);
        };
    }

    /** Contacts nobody yet. */
    DaemonRoute route(PlanSpec spec, Location.Daemon daemon) {
        return new DaemonRoute(spec, daemon, runner);
    }

    /** Contacts nobody yet. */
    RemoteHost host(PlanSpec spec, Location.Ssh location) {
        return new RemoteHost(spec, location, runner, controlDirectory);
    }

    private Place on(
            Storage storage, PlanSpec spec, BooleanSupplier root, @Nullable RemoteHost host, Runnable closing) {
        return new Place(
                key(spec),
                layout(spec),
                storage,
                Destinations.on(storage, clock),
                SnapshotStore.on(storage, clock),
                Trash.on(storage),
                root,
                host,
                null,
                closing);
    }

    private Place on(Location.Daemon latest, PlanSpec spec) {
        RemoteDaemon daemon = new RemoteDaemon(spec, latest, runner, clock, scratch);
        return new Place(
                key(spec),
                layout(spec),
                null,
                new DaemonDestinations(daemon.module(), clock),
                new DaemonSnapshots(daemon.module()),
                new DaemonTrash(daemon.module(), clock),
                Privileges::root,
                null,
                daemon,
                daemon::close);
    }
}
