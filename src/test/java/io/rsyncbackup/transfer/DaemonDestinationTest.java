package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transfers into new directories of a real rsync daemon, which share what is the same with older ones. */
class DaemonDestinationTest {
    private static final String TREE = "mkdir -p a/b; echo 1 > a/one; echo 22 > a/b/two; echo 3 > three; ln three four";

    @TempDir
    static Path directory;

    private static OtherHost host;
    private Transfers transfers;
    private Path old;
    private Path fresh;

    @BeforeAll
    static void start(@TempDir Path files) throws IOException {
        Path gone = directory.resolve("gone");
        host = new OtherHost(
                files,
                directory,
                RsyncModule.of("login", directory).authUsers("alice"),
                RsyncModule.of("readonly", directory).readOnly(),
                RsyncModule.of("refusing", directory).refuseOptions("link-dest"),
                RsyncModule.of("nobody", directory).owner("nobody", "nogroup"),
                RsyncModule.of("gone", gone),
                RsyncModule.of("hook", directory).preTransfer("exit 3"));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void oneSnapshot(TestInfo test) throws IOException {
        transfers = new Transfers(directory.resolve(test.getDisplayName().replaceAll("\\W+", " "))).prepare(TREE);
        old = transfers.latest.resolveSibling("old one");
        fresh = transfers.latest.resolveSibling("fresh");
        transfers.assertSucceeded(transfers.run(new Changes(transfers.request(false)).latest(host.onDaemon(old))));
        transfers.snapshots.put(old, TreeRecord.of(old));
    }

    @Test
    void sharesWhatIsTheSameAndNothingElse() throws IOException {
        transfers.prepare("chmod 600 a/one; rm a/b/two; cp -p three n; mv n three; chmod 600 three");

        transfers.assertSucceeded(transfers.run(toFresh()));

        // a link that is split while nothing else of it changes stays one here: rsync does not see it
        assertThat(TreeRecord.of(fresh).lines())
                .isEqualTo(TreeRecord.of(transfers.source).lines());
        transfers.assertUntouched("a new snapshot on the daemon");
        assertThat(transfers.writes).isEqualTo(1);
        assertThat(Files.getAttribute(fresh.resolve("four"), "unix:ino"))
                .isEqualTo(Files.getAttribute(old.resolve("four"), "unix:ino"));
    }

    @Test
    void refusesToDeleteMoreThanIsAllowedBeforeItWrites() {
        transfers.prepare("rm a/one a/b/two; echo new > new");
        TransferRequest request = new Changes(toFresh()).compareWith(host.onDaemon(old));

        TransferOutcome outcome = transfers.run(new Changes(request).maxDelete(0.3));

        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.DELETION_LIMIT);
        assertThat(outcome.message()).contains("2 of 6");
        assertThat(fresh).doesNotExist();
        assertThat(transfers.writes).isZero();
        transfers.assertSucceeded(transfers.run(new Changes(request).maxDelete(0.34)));
        assertThat(fresh.resolve("new")).exists();
        transfers.assertUntouched("deletions that are allowed");
    }

    @Test
    void aDryRunComparesWithTheNewestSnapshotAndWritesNothing() {
        transfers.prepare("rm a/one; echo new > new");

        transfers.assertSucceeded(
                transfers.run(new Changes(new Changes(toFresh()).compareWith(host.onDaemon(old))).dryRun()));

        assertThat(transfers.log)
                .contains("<f+++++++++ 4 new")
                .anyMatch(line -> line.startsWith("*deleting") && line.endsWith(" a/one"));
        transfers.assertSucceeded(transfers.run(new Changes(toFresh()).dryRun()));
        assertThat(fresh).doesNotExist();
        assertThat(transfers.writes).isZero();
    }

    @Test
    void logsInByAPasswordThatNobodySees() throws IOException {
        Endpoint latest = host.onDaemon("login", path(fresh), "alice", host.daemon.passwordFile());

        transfers.assertSucceeded(transfers.run(new Changes(transfers.request(false)).latest(latest)));
        assertThat(String.join("\n", transfers.log)).doesNotContain(RsyncDaemon.password("alice"));

        Path wrong = Files.writeString(transfers.directory.resolve("wrong"), "wrong\n");
        for (String mode : List.of("600", "644")) {
            Shell.run(transfers.directory, "chmod " + mode + " wrong");
            TransferOutcome outcome = transfers.run(
                    new Changes(transfers.request(false)).latest(host.onDaemon("login", path(fresh), "alice", wrong)));
            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.AUTHENTICATION);
            assertThat(outcome.message()).contains(mode.equals("600") ? "auth users" : "chmod 600");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "login, AUTHENTICATION, password file",
        "unknown, DESTINATION_UNAVAILABLE, Unknown module",
        "gone, DESTINATION_UNAVAILABLE, mounted",
        "readonly, READ_ONLY, read only = no",
        "refusing, PERMISSION, refuses the option --link-dest",
        "nobody, PERMISSION, must not be written",
        "hook, PERMISSION, pre-xfer exec"
    })
    void saysWhyTheDaemonRefused(String module, Failure failure, String message) {
        @Nullable String user = module.equals("login") ? "alice" : null;

        TransferOutcome outcome = transfers.run(new Changes(
                        new Changes(transfers.request(false)).latest(host.onDaemon(module, path(fresh), user, null)))
                .linkDest("../old one"));

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(failure);
        assertThat(outcome.message()).contains(message);
        assertThat(outcome.retryable()).isFalse();
        transfers.assertUntouched("a refusal");
    }

    @Test
    void triesAgainWhenTheDaemonDiesOrIsGone() throws Exception {
        transfers.prepare("head -c 3000000 /dev/urandom > big");
        Thread later = Thread.ofPlatform().start(() -> {
            while (!Files.exists(fresh)
                    || Shell.run(fresh, "find . -name '.big.*' -size +100k").isEmpty()) {
                Thread.onSpinWait();
            }
            host.daemon.breakConnections();
        });

        TransferOutcome outcome = transfers.run(new Changes(toFresh()).bandwidthLimit(300_000));

        later.join();
        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.NETWORK);
        assertThat(outcome.retryable()).isTrue();
        transfers.assertUntouched("a daemon that died");
        host.daemon.stop();
        try {
            assertThat(transfers.run(toFresh()).retryable()).isTrue();
        } finally {
            host.daemon.start();
        }
    }

    @Test
    void endsOnRequest() {
        RequestedStop stop = new RequestedStop();
        stop.request();

        assertThat(new Transfer(Shell.RUNNER).run(toFresh(), transfers, stop).result())
                .isEqualTo(Result.STOPPED);
        assertThat(fresh).doesNotExist();
    }

    private TransferRequest toFresh() {
        return new Changes(new Changes(transfers.request(false)).latest(host.onDaemon(fresh))).linkDest("../old one");
    }

    private static String path(Path path) {
        return "/" + directory.relativize(path);
    }
}
