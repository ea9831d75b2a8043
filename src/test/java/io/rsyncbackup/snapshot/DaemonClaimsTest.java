package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has a snapshot's name on a real daemon before anybody says that he makes it. */
class DaemonClaimsTest extends OnARealDaemon {
    @Test
    void twoInOneSecondGetTwoNames() {
        DaemonAttempt first = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        DaemonAttempt second = attempts.begin("run2", ELSEWHERE, run -> true, StopSignal.NEVER);
        assertThat(second.name()).isNotEqualTo(first.name());
    }

    @Test
    void ofManyWhoBeginAtOnceEachGetsANameOfHisOwn() throws Exception {
        int servers = 4;
        CountDownLatch begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(servers)) {
            List<Future<String>> names = IntStream.range(0, servers)
                    .mapToObj(server -> threads.submit(() -> {
                        DaemonAttempts theirs = new DaemonAttempts(module("disk"), Clock.systemUTC());
                        begin.await();
                        return theirs.begin("run" + server, "node-" + server, run -> true, StopSignal.NEVER)
                                .name();
                    }))
                    .toList();
            begin.countDown();
            Set<String> different = new HashSet<>();
            for (Future<String> name : names) {
                different.add(name.get());
            }
            assertThat(different).hasSize(servers);
        }
    }

    @Test
    void takesNoNameThatSomebodyHas() throws Exception {
        Path claims = parent.resolve(".rsync-backup/incomplete");
        Files.createDirectory(claims.resolve("2026-11-21T180509Z"));
        Files.createDirectory(claims.resolve("2026-11-22T180509Z.run9." + ELSEWHERE));
        Files.createDirectory(claims.resolve("2026-11-23T180509Z.run1." + HERE));
        Files.createDirectory(parent.resolve("2026-11-24T180509Z"));
        describe("2026-11-25T180509Z", "{\"state\": \"building\", \"run\": \"run8\", \"node\": \"node-c\"}");
        for (int day = 21; day <= 25; day++) {
            Instant second = Instant.parse("2026-11-" + day + "T18:05:09Z");
            Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), second));
            DaemonAttempt attempt =
                    new DaemonAttempts(module, clock).begin("run1", HERE, run -> true, StopSignal.NEVER);
            assertThat(attempt.takenAt()).isAfter(second);
        }
    }

    @Test
    void makesNothingWhereTheParentHasGone() throws Exception {
        Path elsewhere = directory.resolve("unmounted");
        Files.move(parent, elsewhere);
        assertThatThrownBy(() -> attempts.begin("run1", HERE, run -> true, StopSignal.NEVER))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("is not there");
        assertThat(parent).doesNotExist();
    }

    @Test
    void givesUpNamesThatWereTakenAndNeverSpokenOf() throws Exception {
        attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        DaemonAttempt live = attempts.begin("run2", HERE, run -> true, StopSignal.NEVER);
        DaemonAttempt foreign = attempts.begin("run3", ELSEWHERE, run -> true, StopSignal.NEVER);
        Path claims = parent.resolve(".rsync-backup/incomplete");
        Files.createDirectory(claims.resolve("2001-01-01T000000Z.run0." + ELSEWHERE));
        published("run4", false);

        attempts.discard("run4", HERE, run -> run.equals("run2"));
        assertThat(claims())
                .contains(live.name() + ".run2." + HERE, foreign.name() + ".run3." + ELSEWHERE)
                .allMatch(claim -> claim.contains(".run2.") || claim.contains(".run3."));
    }

    @Test
    void givesANameBackWhenNothingWasTransferred() {
        DaemonAttempt attempt = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        attempts.announce(attempt);
        attempts.abandon(attempt);
        assertThat(parent.resolve(".rsync-backup/incomplete")).isEmptyDirectory();
        assertThat(parent.resolve(".rsync-backup/snapshots")).isEmptyDirectory();
    }

    @Test
    void makesTheDirectoryOfClaimsAnewWhenSomebodyTookItAway() throws Exception {
        Files.delete(parent.resolve(".rsync-backup/incomplete"));
        DaemonAttempt attempt = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        assertThat(claims()).containsExactly(attempt.name() + ".run1." + HERE);
    }
}
