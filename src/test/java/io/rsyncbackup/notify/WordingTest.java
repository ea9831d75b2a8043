package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static Run run(String message) {
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
                List.of("unmount: /mnt is busy"),
                null,
                null,
                null,
                null);
    }
}
