package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A real destination with the store that is tested. */
final class TestDestination {
    final WatchedRunner runner = new WatchedRunner();
    final DestinationLayout layout;
    final Destinations destinations = Destinations.on(Storage.here(runner), Clock.systemUTC());
    final SnapshotStore store = SnapshotStore.on(Storage.here(runner), Clock.systemUTC());
    final Trash trash = Trash.on(Storage.here(runner));
    final DestinationIdentity identity;
    final List<String> log = new ArrayList<>();

    TestDestination(Path disk) throws IOException {
        this(disk, null);
    }

    TestDestination(Path disk, @Nullable SnapshotMethod method) throws IOException {
        layout = new DestinationLayout(disk.toRealPath().resolve("laptop/latest"));
        identity = destinations.recognise(layout, Set.of(), true, method);
        runner.commands().clear();
    }

    TakeRequest request() {
        return request(false, false);
    }

    TakeRequest request(boolean partial, boolean othersFill) {
        return new TakeRequest(
                layout,
                identity.method(),
                partial,
                "run1",
                42L,
                7L,
                othersFill,
                List.of(),
                line -> log.add(new String(line, StandardCharsets.UTF_8)));
    }

    Snapshot take() {
        return store.take(request(), StopSignal.NEVER);
    }

    Snapshot takePushed() {
        return store.take(request(false, true), StopSignal.NEVER);
    }

    List<Snapshot> list() {
        return store.list(layout, ZoneOffset.UTC);
    }

    List<String> names() {
        return list().stream().map(Snapshot::name).toList();
    }

    Path write(String name, String content) throws IOException {
        Path file = layout.latest().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(layout.parent().resolve(name));
    }

    static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    static int links(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:nlink");
    }

    static List<Path> children(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.toList();
        }
    }
}
