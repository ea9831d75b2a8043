package io.rsyncbackup.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real rsync daemon on a free port of 127.0.0.1; its configuration, secrets and log lie in a directory of its own. */
public final class RsyncDaemon implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int START_ATTEMPTS = 5;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path directory;
    private final String address;
    private final List<String> prefix;
    private final Set<String> users;
    private int port;
    private @Nullable Process process;

    private RsyncDaemon(Path directory, String address, List<String> prefix, Set<String> users) {
        this.directory = directory;
        this.address = address;
        this.prefix = prefix;
        this.users = users;
    }

    /**
     * Answers as soon as it greets.
     *
     * @param directory is made, best below a {@code @TempDir}
     */
    public static RsyncDaemon start(Path directory, RsyncModule... modules) {
        return start(directory, LOOPBACK, List.of(), modules);
    }

    /** The same on another host. */
    public static RsyncDaemon start(AnotherHost host, Path directory, RsyncModule... modules) {
        return start(directory, host.address(), host.prefix(), modules);
    }

    private static RsyncDaemon start(Path directory, String address, List<String> prefix, RsyncModule... modules) {
        Set<String> users = Stream.of(modules)
                .flatMap(module -> module.users().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        RsyncDaemon daemon = new RsyncDaemon(directory, address, prefix, users);
        try {
            Files.createDirectories(directory);
            daemon.configure(modules);
            for (String user : users) {
                secret(daemon.passwordFile(user), password(user) + "\n");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        daemon.start();
        return daemon;
    }

    /**
     * With an {@code rsyncd.conf} that says everything itself but address, port and log.
     *
     * @param directory is made, best below a {@code @TempDir}
     */
    public static RsyncDaemon start(Path directory, String configuration) {
        RsyncDaemon daemon = new RsyncDaemon(directory, LOOPBACK, List.of(), Set.of());
        try {
            Files.createDirectories(directory);
            Files.writeString(daemon.configuration(), "log file = " + daemon.logFile() + "\n" + configuration);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        daemon.start();
        return daemon;
    }

    /** Writes its configuration anew, as an administrator would; holds from the next connection on. */
    public void configure(RsyncModule... modules) throws IOException {
        StringBuilder text = new StringBuilder("reverse lookup = no\nlock file = " + directory.resolve("rsyncd.lock")
                + "\nlog file = " + logFile() + "\n");
        for (RsyncModule module : modules) {
            text.append('\n').append(module.text());
            if (!module.users().isEmpty()) {
                text.append("  secrets file = ").append(secrets()).append('\n');
            }
        }
        secret(
                secrets(),
                users.stream().map(user -> user + ":" + password(user) + "\n").collect(Collectors.joining()));
        Files.writeString(configuration(), text);
    }

    public String host() {
        return address;
    }

    public int port() {
        return port;
    }

    /** As {@code rsync://127.0.0.1:40123/module}. */
    public String url(String module) {
        return "rsync://" + address + ":" + port + "/" + module;
    }

    /** As {@code rsync://user@127.0.0.1:40123/module}. */
    public String url(String user, String module) {
        return "rsync://" + user + "@" + address + ":" + port + "/" + module;
    }

    public static String password(String user) {
        return "password of " + user;
    }

    /** The only user's. */
    public Path passwordFile() {
        if (users.size() != 1) {
            throw new IllegalStateException("not one user but " + users);
        }
        return passwordFile(users.iterator().next());
    }

    public Path passwordFile(String user) {
        return directory.resolve("password." + user);
    }

    /** What the daemon wrote down so far. */
    public String log() {
        try {
            return Files.exists(logFile()) ? new String(Files.readAllBytes(logFile()), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many processes serve connections now, their hooks included. */
    public int connections() {
        Process running = process;
        return running == null ? 0 : (int) running.descendants().count();
    }

    /** Kills whatever serves a connection; the daemon itself goes on. */
    public void breakConnections() {
        Process running = process;
        if (running != null) {
            endConnections(running);
        }
    }

    /** A connection that forks while it is looked at leaves a child that is nobody's: known by its command line alone. */
    private void endConnections(Process running) {
        String ours = "--config=" + configuration();
        for (int round = 0; round < 5; round++) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            ProcessHandle.allProcesses()
                    .filter(process -> process.pid() != running.pid()
                            && process.parent().map(ProcessHandle::pid).orElse(0L) == 1)
                    .filter(process -> process.info().commandLine().orElse("").contains(ours))
                    .forEach(ProcessHandle::destroyForcibly);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As if the host died: the daemon and its connections end at once. The port stays this daemon's for {@link #start}. */
    public void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        endConnections(running);
        running.onExit().join();
        children.forEach(child -> child.onExit().join());
        process = null;
    }

    /** Starts it where it was stopped, or on a free port the first time. */
    public void start() {
        for (int attempt = 1; process == null; attempt++) {
            int candidate = port == 0 ? FreePort.find() : port;
            if (answersOn(candidate)) {
                port = candidate;
            } else if (attempt == START_ATTEMPTS) {
                throw new IllegalStateException("the rsync daemon did not start: " + startErrors() + log());
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    private boolean answersOn(int candidate) {
        Process started = launch(candidate);
        process = started;
        long begun = System.nanoTime();
        while (started.isAlive() && System.nanoTime() - begun < START_NANOS) {
            if (greets(candidate)) {
                return true;
            }
            try {
                started.waitFor(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        stop();
        return false;
    }

    private Process launch(int candidate) {
        try {
            List<String> argv = new ArrayList<>(prefix);
            argv.addAll(List.of(
                    "rsync",
                    "--daemon",
                    "--no-detach",
                    "--address=" + address,
                    "--port=" + candidate,
                    "--config=" + configuration()));
            return new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
        } catch (IOException e) {
            if (System.getenv("CI") != null) {
                return fail("needs the program rsync, and in CI nothing may be missing", e);
            }
            return abort("needs the program rsync: " + e.getMessage());
        }
    }

    private boolean greets(int candidate) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, candidate), 1000);
            socket.setSoTimeout(1000);
            return new String(socket.getInputStream().readNBytes(8), UTF_8).equals("@RSYNCD:");
        } catch (IOException e) {
            return false;
        }
    }

    private String startErrors() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            return Objects.toString(e.getMessage());
        }
    }

    private static void secret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private Path configuration() {
        return directory.resolve("rsyncd.conf");
    }

    private Path secrets() {
        return directory.resolve("secrets");
    }

    private Path logFile() {
        return directory.resolve("log");
    }
}
