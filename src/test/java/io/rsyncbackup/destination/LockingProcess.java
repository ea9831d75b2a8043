package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.LocalCommandRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;

/** Another server: locks a destination and writes there until it is killed. */
final class LockingProcess {
    private LockingProcess() {}

    public static void main(String[] arguments) throws Exception {
        LocalCommandRunner runner = new LocalCommandRunner("other");
        Destinations destinations = Destinations.on(Storage.here(runner), Clock.systemUTC());
        try (DestinationLock lock = destinations.lock(new DestinationLayout(Path.of(arguments[0])), "run other")) {
            System.out.println("locked");
            var argv = new ArrayList<>(lock.writerPrefix());
            argv.addAll(java.util.List.of("sleep", arguments[1]));
            runner.run(Command.of(argv));
        }
    }
}
