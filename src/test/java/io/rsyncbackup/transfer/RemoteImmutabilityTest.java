package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for local transfers holds for those from and to other hosts: all changes at once, each in its own tree. */
class RemoteImmutabilityTest {
    /** Nothing but the links changes, which no daemon tells. */
    private static final List<String> SPLITS = List.of(
            "cp -p a/l1 n; mv n a/l1",
            "cp -p a/l1 n; ln -f n a/l1; ln -f n a/l2; rm n",
            "rm a/symlink2; ln -s one a/symlink2; touch -h -r a/symlink a/symlink2");

    @TempDir
    static Path directory;

    private static OtherHost host;

    @BeforeAll
    static void start(@TempDir Path files) {
        host = new OtherHost(files, directory);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HERE")
    void everyOldSnapshotStaysWhateverChanges(Way way) throws IOException {
        List<String> changes = ImmutabilityTest.CHANGES.stream()
                .filter(change -> way != Way.FROM_DAEMON || !SPLITS.contains(change))
                .toList();
        Transfers transfers = transfers(way, "changes");
        transfers.prepare(inEach(changes, i -> "mkdir " + i + "; cd " + i, i -> ImmutabilityTest.TREE));
        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.assertFaithful("the first transfer");

        transfers.prepare(inEach(changes, i -> "cd " + i, i -> ImmutabilityTest.script(changes.get(i))));
        transfers.assertSucceeded(transfers.run());
        transfers.assertFaithful("all changes");

        transfers.snapshot();
        transfers.assertSucceeded(transfers.run());
        assertThat(transfers.writes).as("nothing is left to do").isZero();
    }

    private static String inEach(List<String> changes, IntFunction<String> enter, IntFunction<String> script) {
        StringBuilder whole = new StringBuilder();
        IntStream.range(0, changes.size())
                .forEach(i -> whole.append("(\n")
                        .append(enter.apply(i))
                        .append("\n")
                        .append(script.apply(i))
                        .append("\n)\n"));
        return whole.toString();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HERE")
    void everySnapshotStaysThroughRandomChanges(Way way) throws IOException {
        int rounds = Integer.getInteger("remote-rounds", 4);
        RandomImmutabilityTest.play(transfers(way, "random"), new Random().nextLong(), rounds, way != Way.FROM_DAEMON);
    }

    @Test
    void aLinkThatIsSplitOnADaemonIsSplitHereAsSoonAsItsFileChanges() throws IOException {
        Transfers transfers = transfers(Way.FROM_DAEMON, "split").prepare("echo 1 > one; ln one two; echo 3 > three");
        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.prepare("cp -p two n; mv n two");
        transfers.assertSucceeded(transfers.run());
        assertThat(transfers.log).anyMatch(line -> line.startsWith("a daemon does not tell which names are one file"));

        transfers.prepare("chmod 600 one");
        transfers.assertSucceeded(transfers.run());

        transfers.assertFaithful("a change of one name");
    }

    private static Transfers transfers(Way way, String name) throws IOException {
        return new Transfers(directory.resolve(name + " " + way), way.between(host));
    }
}
