package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException.Kind;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** With a real daemon, which this server can run no command on. */
abstract class OnARealModule {
    static final byte[] IDENTITY = "{\"id\": \"one\"}".getBytes(UTF_8);

    final CommandRunner runner = new LocalCommandRunner("test-daemon-module");

    @TempDir
    Path directory;

    Path disk;
    RsyncDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        // for modules whose daemon becomes nobody
        Shell.run("chmod 755 \"$1\"", directory);
        daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("disk", disk),
                RsyncModule.of("plain", disk).useChroot(false),
                RsyncModule.of("closed", disk).authUsers("me"),
                RsyncModule.of("read", disk).readOnly(),
                RsyncModule.of("write", disk).writeOnly(),
                RsyncModule.of("keep", disk).refuseOptions("delete"),
                RsyncModule.of("hurry", disk).refuseOptions("fsync"),
                RsyncModule.of("absent", directory.resolve("not-mounted")),
                RsyncModule.of("narrow", disk).maxConnections(1).postTransfer("sleep 0.5"),
                RsyncModule.of("stuck", disk).maxConnections(1).postTransfer("sleep 4"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    DaemonModule initialised(String place) {
        DaemonModule module = module(place);
        module.initialise(Map.of("destination.json", IDENTITY), StopSignal.NEVER);
        return module;
    }

    DaemonModule module(String place) {
        return new DaemonModule(runner, address(place), UnaryOperator.identity(), directory.resolve("scratch"));
    }

    DaemonAddress address(String place) {
        Location.Daemon latest = (Location.Daemon) Locations.parse("rsync://127.0.0.1:" + daemon.port() + "/" + place);
        return new DaemonAddress(latest, null, null, Duration.ofSeconds(20));
    }

    static DaemonOwnFiles own(DaemonModule module) {
        return module.readOwn(StopSignal.NEVER).orElseThrow();
    }

    static Optional<Kind> kindOf(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (DaemonException e) {
            return Optional.of(e.kind());
        }
    }

    static Kind kind(Runnable call) {
        return kindOf(call).orElseThrow(() -> new AssertionError("nothing was refused"));
    }
}
