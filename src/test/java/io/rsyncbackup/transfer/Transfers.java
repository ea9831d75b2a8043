package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source, its latest and its snapshots in a temporary directory, and transfers between them. */
final class Transfers implements TransferListener {
    final Path directory;
    final Path source;
    final Path latest;
    final Path scratch;
    final List<String> log = new ArrayList<>();
    final List<TransferProgress> progress = new ArrayList<>();
    final Map<Path, TreeRecord> snapshots = new LinkedHashMap<>();
    int writes;
    private final Ends ends;
    private int taken;

    /** How the directories of a transfer are reached. */
    interface Ends {
        Endpoint source(Path source);

        Endpoint latest(Path latest);
    }

    Transfers(Path directory) throws IOException {
        this(directory, directory.resolve("backups/latest"), Way.HERE.between(null));
    }

    Transfers(Path directory, Ends ends) throws IOException {
        this(directory, directory.resolve("backups/latest"), ends);
    }

    Transfers(Path directory, Path latest) throws IOException {
        this(directory, latest, Way.HERE.between(null));
    }

    private Transfers(Path directory, Path latest, Ends ends) throws IOException {
        this.directory = directory;
        this.ends = ends;
        this.source = Files.createDirectories(directory.resolve("source"));
        this.latest = Files.createDirectories(latest);
        this.scratch = Files.createDirectories(directory.resolve("scratch"));
    }

    Transfers prepare(String script) {
        Shell.run(source, script);
        return this;
    }

    TransferRequest request() {
        return request(!snapshots.isEmpty());
    }

    TransferRequest request(boolean sharesInodes) {
        return new TransferRequest(
                ends.source(source),
                ends.latest(latest),
                sharesInodes,
                false,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(latest.getParent()),
                false,
                null,
                null,
                null,
                false,
                List.of(),
                scratch);
    }

    TransferOutcome run() {
        return run(request());
    }

    TransferOutcome run(TransferRequest request) {
        log.clear();
        progress.clear();
        writes = 0;
        TransferOutcome outcome = new Transfer(Shell.RUNNER).run(request, this, StopSignal.NEVER);
        assertThat(scratch).isEmptyDirectory();
        return outcome;
    }

    /** Takes a snapshot as the server does, and records it. */
    Path snapshot() {
        Path snapshot = latest.resolveSibling("snapshot-" + taken++);
        Shell.run(
                directory,
                "cp --archive --link --no-target-directory \"$1\" \"$2\"",
                latest.toString(),
                snapshot.toString());
        snapshots.put(snapshot, TreeRecord.of(snapshot));
        return snapshot;
    }

    void assertSucceeded(TransferOutcome outcome) {
        assertThat(outcome.result())
                .as("%s%n%s", outcome, String.join("\n", log))
                .isEqualTo(TransferOutcome.Result.SUCCEEDED);
    }

    /** Latest is the source, and no snapshot is other than it was. */
    void assertFaithful(String what) {
        List<Path> trees = new ArrayList<>(List.of(source, latest));
        trees.addAll(snapshots.keySet());
        List<TreeRecord> records = TreeRecord.of(trees);
        assertSame(records.get(1), records.get(0), "latest after " + what);
        assertUntouched(trees.subList(2, trees.size()), records.subList(2, records.size()), what);
    }

    void assertUntouched(String what) {
        List<Path> trees = List.copyOf(snapshots.keySet());
        assertUntouched(trees, TreeRecord.of(trees), what);
    }

    private void assertUntouched(List<Path> trees, List<TreeRecord> records, String what) {
        for (int i = 0; i < trees.size(); i++) {
            assertSame(records.get(i), snapshots.get(trees.get(i)), trees.get(i).getFileName() + " after " + what);
        }
    }

    private void assertSame(TreeRecord found, TreeRecord wanted, String what) {
        assertThat(found.lines()).as("%s%n%s", what, String.join("\n", log)).isEqualTo(wanted.lines());
    }

    @Override
    public synchronized void log(byte[] line) {
        log.add(new String(line, UTF_8));
    }

    @Override
    public synchronized void progress(TransferProgress step) {
        progress.add(step);
    }

    @Override
    public void beforeFirstWrite() {
        writes++;
    }
}
