package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers from and to a real sshd and from a real daemon, when things are not as they should be. */
class RemoteTransferTest {
    private static final String TREE =
            "mkdir -p a/b cache; echo 1 > a/one; echo 22 > a/b/two; echo 3 > cache/x; ln a/one l";
    private static final List<String> ORDINARY = List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups");

    @TempDir
    static Path directory;

    private static OtherHost host;

    @BeforeAll
    static void start(@TempDir Path files) {
        Shell.run(directory, "chmod 755 .");
        host = new OtherHost(
                files, directory, RsyncModule.of("ordinary", directory).owner("1000", "1000"));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HERE")
    void runsNothingThatANameOfADirectorySays(Way way) throws IOException {
        Path odd = directory.resolve("-rf it's $(touch pwned) `touch pwned`; touch pwned \"q\" \\ !x ~ & " + way);
        Transfers transfers = new Transfers(odd, way.between(host)).prepare(ImmutabilityTest.TREE);

        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.prepare("chmod 600 a/one; rm ./-dash; echo $'\\n' > $'x\\n$(touch pwned)'");
        transfers.assertSucceeded(transfers.run());

        transfers.assertFaithful("odd names");
        assertThat(Shell.run(directory, "find / /root ~ . -maxdepth 1 -name 'pwned*'"))
                .isEmpty();
        assertThat(Shell.run(odd, "find . -name pwned")).isEmpty();
    }

    @Test
    void runsNothingThatTheNameOfALockSays() throws IOException {
        Transfers transfers = transfers(Way.TO_SSH, "lock").prepare(TREE);
        Path lock = Files.createFile(transfers.directory.resolve("it's a $(touch pwned) lock"));
        List<String> prefix = List.of("flock", "--shared", "--no-fork", lock.toString());

        transfers.assertSucceeded(
                transfers.run(new Changes(transfers.request()).latest(host.overSsh(transfers.latest, prefix))));
        transfers.assertFaithful("a transfer under a lock");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request())
                .latest(host.overSsh(transfers.latest, List.of("flock", "--shared", "--no-fork", "/no such/lock"))));
        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.INTERNAL);
        assertThat(outcome.message()).contains("did not start on the other host", "/no such/lock");
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_SSH", "FROM_DAEMON"})
    void failsWithoutTouchingAnythingWhenTheSourceIsEmptyOrMissing(Way way) throws IOException {
        Transfers transfers = transfers(way, "missing").prepare(TREE);
        transfers.run();
        transfers.prepare("rm -r *");

        assertThat(transfers.run().failure()).isEqualTo(Failure.SOURCE_EMPTY);
        assertThat(transfers.writes).isZero();

        Files.delete(transfers.source);
        TransferOutcome outcome = transfers.run();
        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.SOURCE_MISSING);
        assertThat(outcome.message()).contains(transfers.source.getFileName().toString());
        Files.writeString(transfers.source, "no directory");
        assertThat(transfers.run().failure()).isEqualTo(Failure.SOURCE_MISSING);
        assertThat(transfers.latest.resolve("a/one")).exists();
        assertThat(transfers.writes).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_SSH", "FROM_DAEMON"})
    void savesTheRestWhenTheOtherHostCannotReadAll(Way way) throws IOException {
        Transfers transfers = transfers(way, "unreadable");
        transfers.prepare(TREE + "; mkdir locked; echo x > locked/x; echo s > secret; echo 5 > five");
        Shell.run(transfers.directory, "chmod 755 . source; chown -R 1000:1000 source");
        Endpoint source = way == Way.FROM_SSH
                ? host.overSsh(transfers.source, ORDINARY)
                : host.onDaemon("ordinary", "/" + directory.relativize(transfers.source), null, null);
        transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).source(source)));
        transfers.snapshot();
        transfers.prepare("chown 0:0 locked secret; chmod 0 locked secret; echo 66 > five; rm a/b/two");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request()).source(source));

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.PARTIAL);
        String root = way == Way.FROM_SSH ? transfers.source.toString() : "/" + directory.relativize(transfers.source);
        assertThat(outcome.unreadable().paths()).containsExactlyInAnyOrder(root + "/locked", root + "/secret");
        assertThat(transfers.latest.resolve("five")).hasContent("66");
        transfers.assertUntouched("unreadable files");

        Shell.run(transfers.directory, "chmod 700 source; chown 0 source");
        TransferOutcome none = transfers.run(new Changes(transfers.request()).source(source));
        assertThat(none.failure()).as("%s", none).isEqualTo(Failure.PERMISSION);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HERE")
    void leavesOutWhatIsExcludedAndDeletesNoMoreThanIsAllowed(Way way) throws IOException {
        Transfers transfers = transfers(way, "excluded").prepare(TREE);
        transfers.run();
        transfers.snapshot();
        TransferRequest request = new Changes(transfers.request())
                .excludedRoots(List.of(transfers.source.resolve("cache") + "/", "/a/", "/nothing/*/"));
        request = new Changes(request).excludes(List.of("two", "!"));

        TransferOutcome refused = transfers.run(new Changes(request).maxDelete(0.1));
        assertThat(refused.failure()).as("%s", refused).isEqualTo(Failure.DELETION_LIMIT);
        transfers.run(new Changes(request).dryRun());
        assertThat(transfers.log).anyMatch(line -> line.startsWith("*deleting") && line.endsWith(" a/b/two"));
        assertThat(transfers.writes).isZero();

        transfers.assertSucceeded(transfers.run(request));
        assertThat(transfers.latest.resolve("a/b/two")).doesNotExist();
        assertThat(transfers.latest.resolve("a/one")).exists();
        // a daemon's paths are its own: "/a/" could be anything
        assertThat(Files.exists(transfers.latest.resolve("cache"))).isEqualTo(way == Way.FROM_DAEMON);
        transfers.assertUntouched("excluding");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HERE")
    void goesOnTheNextTimeWhenTheConnectionDiesInTheMiddle(Way way) throws Exception {
        Transfers transfers = transfers(way, "dies").prepare(TREE + "; head -c 3000000 /dev/urandom > big");
        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.prepare("head -c 3000000 /dev/urandom > big; chmod 600 a/one; rm a/b/two");
        Thread later = inTheMiddle(transfers, () -> {
            if (way == Way.FROM_DAEMON) {
                host.daemon.breakConnections();
            } else {
                host.server.breakConnections();
            }
        });

        TransferOutcome outcome = transfers.run(new Changes(transfers.request()).bandwidthLimit(300_000));

        later.join();
        assertThat(outcome.failure()).as("%s%n%s", outcome, transfers.log).isEqualTo(Failure.NETWORK);
        assertThat(outcome.retryable()).isTrue();
        assertThat(transfers.writes).isEqualTo(1);
        transfers.assertUntouched("a connection that died");
        transfers.assertSucceeded(transfers.run());
        transfers.assertFaithful("the transfer after it");
    }

    @ParameterizedTest
    @EnumSource(names = {"TO_SSH", "FROM_SSH"})
    void stopsInTheMiddleAndFinishesTheNextTime(Way way) throws Exception {
        Transfers transfers = transfers(way, "stops").prepare(TREE + "; head -c 3000000 /dev/urandom > big");
        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.prepare("head -c 3000000 /dev/urandom > big; chmod 600 a/one");
        RequestedStop stop = new RequestedStop();
        Thread later = inTheMiddle(transfers, stop::request);
        transfers.writes = 0;

        TransferOutcome outcome = new Transfer(Shell.RUNNER)
                .run(new Changes(transfers.request()).bandwidthLimit(300_000), transfers, stop);

        later.join();
        assertThat(outcome.result()).isEqualTo(Result.STOPPED);
        transfers.assertUntouched("a stopped transfer");
        transfers.assertSucceeded(transfers.run());
        transfers.assertFaithful("the transfer after a stopped one");
    }

    @Test
    void saysThatTheHostIsNotTheOneThatIsKnown(@TempDir Path files) throws IOException {
        try (OtherHost another = new OtherHost(files, directory)) {
            Transfers transfers = transfers(Way.HERE, "host key").prepare(TREE);
            TransferRequest request = new Changes(transfers.request()).latest(another.overSsh(transfers.latest));
            another.server.replaceHostKey();

            TransferOutcome outcome = new Transfer(Shell.RUNNER).run(request, transfers, StopSignal.NEVER);

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.HOST_KEY);
            assertThat(outcome.retryable()).isFalse();
            another.server.end();
            assertThat(new Transfer(Shell.RUNNER)
                            .run(request, transfers, StopSignal.NEVER)
                            .retryable())
                    .isTrue();
            assertThat(transfers.latest).isEmptyDirectory();
        }
    }

    /** When something has been written, and more is under way. */
    private static Thread inTheMiddle(Transfers transfers, Runnable action) {
        transfers.writes = 0;
        return Thread.ofPlatform().start(() -> {
            while (transfers.writes == 0
                    || Shell.run(transfers.latest, "find . -name '.big.*' -size +100k")
                            .isEmpty()) {
                Thread.onSpinWait();
            }
            action.run();
        });
    }

    private static Transfers transfers(Way way, String name) throws IOException {
        return new Transfers(directory.resolve(name + " " + way), way.between(host));
    }
}
