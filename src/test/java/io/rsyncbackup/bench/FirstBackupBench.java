package io.rsyncbackup.bench;

import io.rsyncbackup.system.BackupServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** First backups, each into an empty destination, beside rsync alone with the same flags. */
class FirstBackupBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int FILES = Integer.getInteger("bench.files", 100_000);
    private static final long LARGE = Long.getLong("bench.large", 4L << 30);
    private static final String OURS = "rsync-backup-server, whole run";

    @Test
    void ofManySmallFiles() throws IOException {
        measure(FILES + " SMALL FILES", source -> BenchTree.make(source, FILES));
    }

    @Test
    void ofOneLargeFile() throws IOException {
        measure(
                "ONE FILE OF " + (LARGE >> 20) + " MiB",
                source -> Program.seconds(
                        BenchTree.created(source), "head -c \"$1\" /dev/urandom >file", String.valueOf(LARGE)));
    }

    /** Each file is a line of rsync's, and next to nothing else: what reading them costs. */
    @Test
    void ofManyEmptyFiles() throws IOException {
        measure(
                FILES + " EMPTY FILES, A LINE EACH",
                source -> Program.seconds(
                        BenchTree.created(source),
                        "seq -f d%05.0f 0 $(($1 / 100 - 1)) | xargs mkdir;"
                                + " for d in d*; do (cd $d; seq -f f%03.0f 100 | xargs touch); done",
                        String.valueOf(FILES)));
    }

    private static void measure(String what, java.util.function.Consumer<Path> fill) throws IOException {
        Path directory = Files.createTempDirectory(
                Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir"))), "bench");
        Path source = directory.resolve("source");
        fill.accept(source);
        BackupServerProcess server = new BackupServerProcess(directory.resolve("server"));
        IntStream.rangeClosed(0, ROUNDS)
                .forEach(round ->
                        server.plan(plan(round), source, backups(server, round).resolve("latest")));
        try (server) {
            server.setting("run-log: {max-size: 1000MB}").start();
            Peers peers = new Peers(source, directory.resolve("peers"));
            int[] played = {0};
            Interleaved rounds = new Interleaved()
                    .add(Peers.RSYNC, round -> alone(peers, directory))
                    .add(round -> run(server, played[0]++));
            rounds.play(1, round -> settle(directory)).forget();
            rounds.play(ROUNDS, round -> settle(directory));
            System.out.println("FIRST BACKUP OF " + what + "\n" + rounds.table(Peers.RSYNC));
        } finally {
            Program.seconds(Path.of("/"), "rm -rf \"$1\"", directory.toString());
        }
    }

    private static double alone(Peers peers, Path directory) {
        double seconds = peers.alone();
        Program.seconds(directory, "rm -rf peers/alone");
        settle(directory);
        return seconds;
    }

    private static Map<String, Double> run(BackupServerProcess server, int round) {
        JsonNode run = server.api().runToEnd(plan(round), "{\"steps\": [\"backup\"]}");
        if (!run.path("state").asString().equals("succeeded")) {
            throw new AssertionError(run.toPrettyString());
        }
        Path made = backups(server, round);
        Program.seconds(made, "rm -rf latest/*");
        settle(made);
        return Map.of(OURS, run.path("durationSeconds").asDouble());
    }

    private static String plan(int round) {
        return "round" + round;
    }

    private static Path backups(BackupServerProcess server, int round) {
        return server.data().resolve("backups").resolve(plan(round));
    }

    private static void settle(Path directory) {
        Program.seconds(directory, "sync -f .");
    }
}
