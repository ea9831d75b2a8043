package io.rsyncbackup.bench;

import io.rsyncbackup.system.BackupServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The packaged server with one plan that keeps one snapshot beside the new one. */
public final class OurServer implements AutoCloseable {
    /** From start to end, without making the snapshot durable, which no other does. */
    public static final String RUN = "rsync-backup-server, not durable";

    private static final Pattern LINE = Pattern.compile("(\\S+Z) (\\S+)  (.*)");

    private final BackupServerProcess server;
    private final Path parent;

    /** Starts one that copies a source to a directory of its own. */
    public OurServer(Path source, Path directory) {
        server = new BackupServerProcess(directory);
        parent = server.data().resolve("backups/bench");
        server.plan(
                        "bench",
                        "source: \"%s\"%ndestination: \"%s/latest\"%nrotation: {yearly: 1}%nkeep: newest%n"
                                        .formatted(source, parent)
                                + "excluded-roots: []")
                .setting("run-log: {max-size: 1000MB}")
                .start();
    }

    /** Backs up, takes a snapshot, rotates one away; the freeing of its space is waited for, but not counted. */
    public Map<String, Double> run() {
        JsonNode run = server.api().runToEnd("bench");
        if (!run.path("state").asString().equals("succeeded")) {
            throw new AssertionError(run.toPrettyString());
        }
        Map<String, Double> rows = new LinkedHashMap<>();
        double whole = run.path("durationSeconds").asDouble();
        double durable = durable(server.api().runLog(run.path("id").asString()));
        rows.put(RUN, whole - durable);
        for (JsonNode step : run.path("steps")) {
            rows.put(
                    "  its step " + step.path("name").asString(),
                    step.path("durationSeconds").asDouble());
        }
        rows.put("  its making the snapshot durable", durable);
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(20))
                .until(this::trashEmpty);
        rows.put("  its freeing of the old one, afterwards", (System.nanoTime() - start) / 1e9);
        rows.put("  its memory in GB", memory());
        return rows;
    }

    /** What the log of the newest run says. */
    public String log() {
        return server.log();
    }

    /** Resident bytes in GB. */
    public double memory() {
        try {
            Matcher matcher = Pattern.compile("VmRSS:\\s+(\\d+) kB")
                    .matcher(Files.readString(Path.of("/proc/" + server.pid() + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) / 1e6 : Double.NaN;
        } catch (java.io.IOException e) {
            return Double.NaN;
        }
    }

    private boolean trashEmpty() {
        String[] left = parent.resolve(".rsync-backup/trash").toFile().list();
        return left == null || left.length == 0;
    }

    /** From the line that starts {@code sync} to the next one. */
    private static double durable(String log) {
        double seconds = 0;
        Instant since = null;
        for (String line : log.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            Instant at = Instant.parse(matcher.group(1));
            if (since != null) {
                seconds += Duration.between(since, at).toMillis() / 1e3;
            }
            since = matcher.group(3).contains("$ sync ") ? at : null;
        }
        return seconds;
    }

    @Override
    public void close() {
        server.close();
    }
}
