package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.nio.file.Path;
import java.time.Clock;

/** A server that takes one snapshot after another until it is killed; prints the name of each when it is done. */
final class TakingProcess {
    private TakingProcess() {}

    public static void main(String[] arguments) {
        DestinationLayout layout = new DestinationLayout(Path.of(arguments[0]));
        LocalCommandRunner runner = new LocalCommandRunner("killed");
        SnapshotStore store = SnapshotStore.on(Storage.here(runner), Clock.systemUTC());
        try (DestinationLock lock =
                Destinations.on(Storage.here(runner), Clock.systemUTC()).lock(layout, "run killed")) {
            while (true) {
                TakeRequest request = new TakeRequest(
                        layout,
                        SnapshotMethod.HARD_LINK,
                        false,
                        "run",
                        null,
                        null,
                        false,
                        lock.writerPrefix(),
                        line -> {});
                System.out.println(store.take(request, StopSignal.NEVER).name());
            }
        }
    }
}
