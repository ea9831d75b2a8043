package io.rsyncbackup.transfer;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.log.LogMarks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops an rsync whose daemon does not answer any more. Its own {@code --timeout} does not see that where it receives: for
 * it the signs of life that it sends itself are traffic, as long as the kernel takes them, and the kernel gives up after a
 * quarter of an hour. So this looks at what the kernel knows.
 */
final class SilentDaemon implements StopSignal, AutoCloseable {
    private static final int PORT = 873;
    private static final long LOOK_AGAIN_SECONDS = 1;
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private final StopSignal asked;
    private final Location.Daemon daemon;
    private final Duration patience;
    private final CompletableFuture<Void> silent = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private SilentDaemon(StopSignal asked, Location.Daemon daemon, Duration patience) {
        this.asked = asked;
        this.daemon = daemon;
        this.patience = patience;
    }

    /** @param asked the other reason to stop */
    static SilentDaemon watch(StopSignal asked, Location.Daemon daemon, Duration patience) {
        SilentDaemon watch = new SilentDaemon(asked, daemon, patience);
        Thread.ofVirtual().name("silent-daemon").start(LogMarks.carried(watch::look));
        return watch;
    }

    /** Whether that was the reason. */
    boolean silent() {
        return silent.isDone();
    }

    @Override
    public boolean requested() {
        return silent.isDone() || asked.requested();
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        CompletableFuture<Void> once = new CompletableFuture<>();
        var unused = once.thenRun(action);
        var unusedToo = silent.thenRun(() -> once.complete(null));
        return asked.onRequest(() -> once.complete(null));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void look() {
        Map<String, Long> unanswered = new HashMap<>();
        try {
            List<InetSocketAddress> ends = ends();
            while (!closed.await(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                long now = System.nanoTime();
                Set<String> inodes = UnansweredSockets.inodes(connections(), ends);
                unanswered.keySet().retainAll(inodes);
                inodes.forEach(inode -> unanswered.putIfAbsent(inode, now));
                if (unanswered.values().stream().anyMatch(since -> now - since >= patience.toNanos())) {
                    silent.complete(null);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // without the tables, or the name, the kernel's own patience has to do
        }
    }

    private List<InetSocketAddress> ends() throws IOException {
        Integer port = daemon.port();
        List<InetSocketAddress> ends = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(daemon.host())) {
            ends.add(new InetSocketAddress(address, port == null ? PORT : port));
        }
        return ends;
    }

    private static List<String> connections() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                lines.addAll(Files.readAllLines(table));
            }
        }
        return lines;
    }
}
