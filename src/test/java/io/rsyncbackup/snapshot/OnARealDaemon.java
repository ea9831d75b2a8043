package io.rsyncbackup.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonAddress;
import io.rsyncbackup.destination.DaemonDestinations;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real daemon; transfers are stood in for by directories made on its disk. */
@Timeout(60)
abstract class OnARealDaemon {
    static final String HERE = "node-a";
    static final String ELSEWHERE = "node-b";

    @TempDir
    Path directory;

    Path parent;
    RsyncDaemon daemon;
    DestinationLayout layout;
    DaemonModule module;
    DaemonAttempts attempts;
    DaemonSnapshots snapshots;
    DaemonTrash trash;

    @BeforeEach
    void startDaemon() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        parent = disk.resolve("laptop");
        daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("disk", disk),
                RsyncModule.of("keep", disk).refuseOptions("delete"));
        layout = new DestinationLayout(Path.of("/disk/laptop/latest"));
        module = module("disk");
        attempts = new DaemonAttempts(module, Clock.systemUTC());
        snapshots = new DaemonSnapshots(module);
        trash = new DaemonTrash(module, Clock.systemUTC());
        new DaemonDestinations(module, Clock.systemUTC()).adopt(layout, true, null);
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    String published(String run, boolean partial) throws IOException {
        DaemonAttempt attempt = attempts.begin(run, HERE, theirs -> true, StopSignal.NEVER);
        attempts.announce(attempt);
        transfer(attempt);
        attempts.publish(layout, attempt, partial, null, null);
        return attempt.name();
    }

    String begun(String run, String node) throws IOException {
        DaemonAttempt attempt = attempts.begin(run, node, theirs -> true, StopSignal.NEVER);
        attempts.announce(attempt);
        transfer(attempt);
        return attempt.name();
    }

    void transfer(DaemonAttempt attempt) throws IOException {
        Files.createDirectories(parent.resolve(attempt.name()).resolve("sub"));
        Files.writeString(parent.resolve(attempt.name()).resolve("sub/file"), Instant.EPOCH.toString());
    }

    void describe(String name, String json) throws IOException {
        Files.write(parent.resolve(".rsync-backup/snapshots").resolve(name + ".json"), json.getBytes(UTF_8));
    }

    /** As it is when nothing can come late any more. */
    DaemonTrash laterTrash() {
        return new DaemonTrash(module, Clock.offset(Clock.systemUTC(), DaemonTrash.LATE.plusMinutes(1)));
    }

    List<String> claims() throws IOException {
        try (Stream<Path> entries = Files.list(parent.resolve(".rsync-backup/incomplete"))) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }

    List<String> names() {
        return snapshots.list(layout, ZoneOffset.UTC).stream()
                .map(Snapshot::name)
                .toList();
    }

    DaemonModule module(String name) {
        Location.Daemon latest = (Location.Daemon) Locations.parse(daemon.url(name) + "/laptop/latest");
        return new DaemonModule(
                new LocalCommandRunner("test-daemon-snapshots"),
                new DaemonAddress(latest, null, null, Duration.ofSeconds(20)),
                UnaryOperator.identity(),
                directory.resolve("scratch"));
    }
}
