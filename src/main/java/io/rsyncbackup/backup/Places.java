package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
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

    /** @param controlDirectory where the processes of one run share a connection */
    Places(CommandRunner runner, Clock clock, Path controlDirectory) {
        this.runner = runner;
        this.here = Storage.here(runner);
        this.clock = clock;
        this.controlDirectory = controlDirectory;
    }

    /** What says that two plans write to the same place. Contacts nobody. */
    static String key(PlanSpec spec) {
        Path parent = layout(spec).parent();
        return switch (spec.destination()) {
            case Location.Local local -> parent.toString();
            case Location.Ssh ssh -> new Location.Ssh(ssh.user(), ssh.host(), parent.toString()).text();
            case Location.Daemon daemon -> throw unsupported(daemon);
        };
    }

    /** Where things lie on the host of the destination. Contacts nobody. */
    static DestinationLayout layout(PlanSpec spec) {
        return switch (spec.destination()) {
            case Location.Local local -> new DestinationLayout(local.path());
            case Location.Ssh ssh -> new DestinationLayout(Path.of(ssh.path()));
            case Location.Daemon daemon -> throw unsupported(daemon);
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
            case Location.Daemon daemon -> throw unsupported(daemon);
        };
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
                closing);
    }

    private static DestinationException unsupported(Location location) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                "destinations on rsync daemons are not supported by this version yet: " + location.text());
    }
}
