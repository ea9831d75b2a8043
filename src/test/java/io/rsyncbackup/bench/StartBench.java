package io.rsyncbackup.bench;

import io.rsyncbackup.system.BackupServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command to the first answer that says ready, with 200 scheduled plans. */
class StartBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int PLANS = 200;
    private static final String OURS = "bin/backup-server, prepared";
    private static final String PLAIN = "java -jar, the same jar";
    private static final Pattern MEMORY = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @TempDir
    Path directory;

    private int port;

    @Test
    void startsToReady() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("application.yaml"), configuration());
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        List<String> ours =
                List.of(Path.of("bin/backup-server").toAbsolutePath().toString());
        List<String> plain = List.of(java, "-jar", BackupServerProcess.jar());
        String location = "--spring.config.additional-location=file:" + configuration;
        Interleaved rounds =
                new Interleaved().add(round -> start(OURS, ours, location)).add(round -> start(PLAIN, plain, location));
        // the first prepares
        rounds.play(1, round -> {}).forget();
        rounds.play(ROUNDS, round -> {});
        System.out.println("START TO READY, " + PLANS + " plans\n" + rounds.table(PLAIN));
    }

    private String configuration() {
        StringBuilder text = new StringBuilder("server.port: " + port + "\nbackup:\n  data-directory: \""
                + directory.resolve("data") + "\"\n  plans:\n");
        for (int plan = 0; plan < PLANS; plan++) {
            // far away, so that none of them runs
            text.append("    plan%d: {source: /nowhere, destination: \"%s/plan%d/latest\", schedule: \"%d %d 1 1 *\"}%n"
                    .formatted(plan, directory.resolve("backups"), plan, plan % 60, plan % 24));
        }
        return text.toString();
    }

    private Map<String, Double> start(String row, List<String> command, String location) {
        List<String> argv = new ArrayList<>(command);
        argv.add(location);
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("BACKUP_SERVER_JAR", BackupServerProcess.jar());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            long began = System.nanoTime();
            Process process = builder.start();
            while (!ready()) {
                if (!process.isAlive() || System.nanoTime() - began > TimeUnit.MINUTES.toNanos(5)) {
                    throw new AssertionError(Files.readString(directory.resolve("log")));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            Map<String, Double> rows = new LinkedHashMap<>();
            rows.put(row, seconds);
            rows.put("  memory in GB, " + row, memory(process.pid()));
            process.destroy();
            process.waitFor();
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private boolean ready() {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static double memory(long pid) throws IOException {
        Matcher matcher = MEMORY.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (!matcher.find()) {
            throw new AssertionError("no memory of process " + pid);
        }
        return Long.parseLong(matcher.group(1)) / 1e6;
    }
}
