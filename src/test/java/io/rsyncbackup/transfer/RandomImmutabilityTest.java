package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random trees, random changes; the seed of a failure is in its message. {@code -Dseed=…} plays it again. */
class RandomImmutabilityTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 40);
    private static final int CHANGES = 6;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "$'x\\ny'", "$'\\xff'", "'#f'", "' '");

    @TempDir
    Path directory;

    @Test
    void everySnapshotStaysThroughRandomChanges() throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        play(new Transfers(directory), seed, ROUNDS, true);
    }

    /**
     * @param faithful whether latest has to be the source after every round
     */
    static void play(Transfers transfers, long seed, int rounds, boolean faithful) {
        Random random = new Random(seed);
        transfers.prepare("mkdir a b c; echo 1 > a/a; echo 2 > b/b; ln b/b c/c; ln -s a d; mkfifo e");
        for (int round = 0; round < rounds; round++) {
            String change = changes(random);
            transfers.prepare(change);
            String what = "seed " + seed + ", round " + round + ":\n" + change;
            TransferOutcome outcome = transfers.run();
            assertThat(outcome.result()).as("%s%n%s", what, outcome).isEqualTo(TransferOutcome.Result.SUCCEEDED);
            if (faithful) {
                transfers.assertFaithful(what);
            } else {
                transfers.assertUntouched(what);
            }
            transfers.snapshot();
            keepThree(transfers);
            if (round % 4 == 0) {
                transfers.run();
                assertThat(transfers.writes)
                        .as("%s%nnothing is left to do: %s", what, transfers.log)
                        .isZero();
            }
        }
    }

    private static void keepThree(Transfers transfers) {
        List<Path> all = new ArrayList<>(transfers.snapshots.keySet());
        if (all.size() > 3) {
            transfers.snapshots.remove(all.getFirst());
        }
    }

    /** Later changes follow links as root: they must lead nowhere but into the test's own directory. */
    private static final String OUTSIDE = "outside=$(cd .. && pwd -P)/outside; mkdir -p \"$outside/a/b\"\n";

    private static String changes(Random random) {
        StringBuilder script = new StringBuilder("set +e; exec 2>/dev/null\n" + OUTSIDE);
        for (int i = 0; i < CHANGES; i++) {
            script.append(change(random)).append('\n');
        }
        return script.append("echo keep > keep; touch -d 2000-01-01 keep").toString();
    }

    private static String change(Random random) {
        String one = path(random);
        String other = path(random);
        return switch (random.nextInt(22)) {
            case 0 -> "chmod 7%d%d %s".formatted(random.nextInt(8), random.nextInt(8), one);
            case 1 -> "chown -h %d:%d %s".formatted(random.nextInt(5), random.nextInt(5), one);
            case 2 -> "touch -h -d @%d %s".formatted(1_000_000_000 + random.nextInt(3), one);
            case 3 -> "test -p %1$s || echo %2$d >> %1$s".formatted(one, random.nextInt(3));
            case 4, 5 -> "mkdir -p %s".formatted(one);
            case 6, 7, 8 -> "ln %s %s".formatted(one, other);
            case 9 -> "rm -f %s".formatted(one);
            case 10 -> "test %1$s = keep || rm -rf %1$s".formatted(one);
            case 11, 12 -> "mv -T %s %s".formatted(one, other);
            case 13 -> "mv %1$s swap; mv %2$s %1$s; mv swap %2$s".formatted(one, other);
            case 14 -> "ln -sfn %s %s".formatted(random.nextBoolean() ? "\"$outside\"" : "../a", one);
            case 15 -> "mkfifo %s".formatted(one);
            case 16 -> "setfacl -m u:%d:r %s".formatted(random.nextInt(3), one);
            case 17 -> "setfattr -n user.x -v %d %s".formatted(random.nextInt(3), one);
            case 18 -> "setfattr -n user.long -v %064d %s".formatted(random.nextInt(3), one);
            case 19 -> "cp -a %s copy && mv -T copy %s".formatted(one, one);
            case 20 -> "rm -rf %1$s; cp -al %2$s %1$s".formatted(one, other);
            default -> "truncate -s %d %s".formatted(random.nextInt(200_000), one);
        };
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
        while (random.nextInt(3) > 0 && path.length() < 30) {
            path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
        }
        return "./" + path;
    }
}
