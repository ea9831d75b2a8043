package io.rsyncbackup.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packaged jar, started as a person would, on a free port; can be killed and started again on the same data. */
public final class BackupServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration START = Duration.ofSeconds(120);

    private final Path directory;
    private final Map<String, String> plans = new LinkedHashMap<>();
    private final List<String> settings = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable Api api;
    private String jar = jar();
    private int starts;

    /** @param directory holds data, configuration and logs of this server */
    public BackupServerProcess(Path directory) {
        this.directory = SampleTrees.create(directory);
    }

    /** A plan as YAML, the keys below its name. */
    public BackupServerProcess plan(String name, String yaml) {
        plans.put(name, yaml);
        return this;
    }

    public BackupServerProcess plan(String name, Path source, Path destination) {
        return plan(name, "source: \"" + source + "\"\ndestination: \"" + destination + "\"");
    }

    /** Puts a command in front, as {@code setpriv …}. */
    public BackupServerProcess under(String... command) {
        before.addAll(List.of(command));
        return this;
    }

    public BackupServerProcess with(String argument) {
        arguments.add(argument);
        return this;
    }

    /** A copy, for a user who cannot read where it was built. */
    BackupServerProcess jarAt(Path copy) {
        jar = copy.toString();
        return this;
    }

    /** The one that Maven has just packaged. */
    public static String jar() {
        var packaged = System.getProperty("server.jar");
        return packaged != null ? packaged : Shell.run("ls \"$PWD\"/target/rsync-backup-server-*.jar");
    }

    public Path data() {
        return directory.resolve("data");
    }

    /** A key below {@code backup:}, as {@code max-concurrent-runs: 1}. */
    public BackupServerProcess setting(String yaml) {
        settings.add(yaml);
        return this;
    }

    /** Starts and waits until it is ready. */
    public BackupServerProcess start() {
        try {
            Files.writeString(directory.resolve("application.yaml"), configuration());
            var log = directory.resolve("server-" + ++starts + ".log");
            var argv = new ArrayList<>(before);
            argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // some hosts have a /tmp that only root may write
            argv.add("-Djava.io.tmpdir=" + directory);
            argv.addAll(jar.equals(jar()) ? UnpackedServer.words(jar) : packed());
            argv.addAll(List.of(
                    "--spring.config.location=optional:classpath:/,file:" + directory.resolve("application.yaml"),
                    "--server.port=0"));
            argv.addAll(arguments);
            var builder = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.matches("BACKUP_.*|SPRING_.*|SERVER_.*|RSYNC_.*|JAVA_TOOL.*"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            process = builder.start();
            api = new Api(awaitPort(process, log), data().resolve("admin.token"));
            awaitReady(process, log);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Api api() {
        return java.util.Objects.requireNonNull(api, "not started");
    }

    public long pid() {
        return java.util.Objects.requireNonNull(process, "not started").pid();
    }

    /** As a crash or the out-of-memory killer: nothing of the server's own can run any more. */
    public void kill() {
        end(true);
    }

    /** As systemd stops it. */
    public void terminate() {
        end(false);
    }

    /** What the newest start wrote. */
    public String log() {
        return read(directory.resolve("server-" + starts + ".log"));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!ended(process, 60)) {
                process.destroyForcibly();
                ended(process, 10);
            }
        }
    }

    private void end(boolean forcibly) {
        var running = java.util.Objects.requireNonNull(process, "not started");
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        if (!ended(running, 90)) {
            throw new AssertionError("the server still runs\n" + log());
        }
    }

    private static boolean ended(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> packed() {
        var words = new ArrayList<>(UnpackedServer.JVM);
        words.addAll(List.of("-jar", jar));
        return words;
    }

    private String configuration() {
        var yaml = new StringBuilder("backup:\n  data-directory: \"" + data() + "\"\n");
        settings.forEach(setting -> yaml.append(setting.indent(2)));
        if (!plans.isEmpty()) {
            yaml.append("  plans:\n");
        }
        plans.forEach((name, keys) -> yaml.append("    ")
                .append(name)
                .append(":\n")
                .append(keys.stripTrailing().indent(6)));
        return yaml.toString();
    }

    private int awaitPort(Process running, Path log) {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            var matcher = PORT.matcher(read(log));
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            pause(running, log);
        }
        throw new AssertionError("the server did not start:\n" + read(log));
    }

    private void awaitReady(Process running, Path log) {
        long deadline = System.nanoTime() + START.toNanos();
        while (api().get("/actuator/health/readiness").status() != 200) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the server is not ready:\n" + read(log));
            }
            pause(running, log);
        }
    }

    private static void pause(Process running, Path log) {
        if (ended(running, 0)) {
            throw new AssertionError("the server ended with " + running.exitValue() + ":\n" + read(log));
        }
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
