package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:12:00Z");
    private final Wording wording =
            new Wording(ZoneId.of("Europe/Amsterdam"), URI.create("https://backup.example.org/"));

    @Test
    void aPersonWhoWasWokenReadsWhatItIsSinceWhenAndWhatToDo() {
        Run run = run("no space left on\n/mnt/backups \u001b[31m");
        Wording.Facts facts = new Wording.Facts("laptop", NOW, NOW.minus(Duration.ofHours(26)), 3, 10);
        assertThat(wording.subject(Occasion.FAILED, facts, run)).isEqualTo("laptop: backup FAILED (out-of-space)");
        assertThat(wording.text(Occasion.FAILED, facts, run, Set.of())).isEqualTo("""
                The backup of laptop failed. What was saved before is still there.

                no space left on /mnt/backups [31m

                Run:           01JD, ended Mon 23 Nov 2026 03:12 CET after 73 s
                Last success:  Sun 22 Nov 2026 01:12 CET
                In a row:      3 runs failed
                Warning:       unmount: /mnt is busy

                What to do:
                  everything that happened:  curl -sS -H "$auth" https://backup.example.org/api/v1/runs/01JD/log
                  what is wrong now:         curl -sS -H "$auth" -X POST https://backup.example.org/api/v1/plans/laptop/check
                  back up now:               curl -sS -H "$auth" -X POST https://backup.example.org/api/v1/plans/laptop/runs
                """);
    }

    @Test
    void overdueAndRecoveredSayHowOldAndWhatIsOver() {
        Wording.Facts never = new Wording.Facts("laptop", NOW, null, 0, 10);
        assertThat(wording.subject(Occasion.OVERDUE, never, null))
                .isEqualTo("laptop: backup OVERDUE, it never succeeded");
        Wording.Facts old = new Wording.Facts("laptop", NOW, NOW.minus(Duration.ofDays(5)), 0, 10);
        assertThat(wording.subject(Occasion.OVERDUE, old, null))
                .isEqualTo("laptop: backup OVERDUE, last success 5 d ago");
        assertThat(wording.text(Occasion.RECOVERED, old, null, Set.of(Occasion.OVERDUE, Occasion.FAILED)))
                .contains("Over is: failed, overdue.")
                .contains("Nothing needs to be done.");
        assertThat(wording.subject(Occasion.SKIPPED_TOO_OFTEN, old, null))
                .isEqualTo("laptop: backup skipped 10 times in a row");
    }

    @Test
    void aLetterIsSoShortThatReceiversTakeIt() {
        Run run = run(
                "x".repeat(1_999) + "\uD83D\uDE00" + "y".repeat(60_000), Collections.nCopies(100, "z".repeat(60_000)));
        Wording.Facts facts = new Wording.Facts("laptop", NOW, null, 1, 10);
        Notification letter = new Composer(
                        new NotifySettings(new TreeMap<>(), 10, ZoneOffset.UTC, null), Clock.fixed(NOW, ZoneOffset.UTC))
                .compose(Episode.News.of(Occasion.FAILED), facts, run);
        assertThat(letter.run().message()).isEqualTo("x".repeat(1_999) + "…");
        assertThat(letter.run().warnings()).hasSize(21).endsWith("… and 80 more");
        assertThat(letter.run().warnings().getFirst()).isEqualTo("z".repeat(2_000) + "…");
        assertThat(letter.text()).hasSizeLessThan(50_000).contains("Warning:       … and 80 more");
    }

    private static Run run(String message) {
        return run(message, List.of("unmount: /mnt is busy"));
    }

    private static Run run(String message, List<String> warnings) {
        RunRequest request = new RunRequest(
                "laptop",
                1,
                Trigger.SCHEDULE,
                "schedule",
                List.of(StepName.BACKUP),
                false,
                null,
                Map.of(),
                "{}",
                "key",
                null,
                false,
                null);
        return new Run(
                "01JD",
                request,
                RunState.FAILED,
                RunReason.OUT_OF_SPACE,
                null,
                NOW,
                NOW,
                NOW,
                Duration.ofSeconds(73),
                message,
                null,
                List.of(),
                Map.of(),
                warnings,
                null,
                null,
                null,
                null);
    }
}
