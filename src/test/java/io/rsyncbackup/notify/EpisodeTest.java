package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.RunState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodeTest {
    private Episode episode = Episode.NONE;

    private List<Occasion> ends(RunState state) {
        return ends(state, true);
    }

    private List<Occasion> ends(RunState state, boolean saving) {
        return follow(episode.ended(state, saving, 3));
    }

    private List<Occasion> looks(boolean overdue) {
        return follow(episode.looked(overdue));
    }

    private List<Occasion> follow(Episode.Turn turn) {
        episode = turn.next();
        return turn.news().stream().map(Episode.News::occasion).toList();
    }

    @Test
    void eachFailureIsToldAndItsEndOnce() {
        assertThat(ends(RunState.SUCCEEDED)).isEmpty();
        assertThat(ends(RunState.FAILED)).containsExactly(Occasion.FAILED);
        assertThat(ends(RunState.INTERRUPTED)).containsExactly(Occasion.FAILED);
        assertThat(ends(RunState.CANCELLED)).isEmpty();
        assertThat(ends(RunState.SUCCEEDED)).containsExactly(Occasion.RECOVERED);
        assertThat(ends(RunState.SUCCEEDED)).isEmpty();
    }

    @Test
    void onlyASuccessThatSavedEndsTrouble() {
        ends(RunState.FAILED);
        assertThat(ends(RunState.SUCCEEDED, false)).isEmpty();
        assertThat(ends(RunState.PARTIAL)).containsExactly(Occasion.PARTIAL);
        Episode.Turn turn = episode.ended(RunState.SUCCEEDED, true, 3);
        assertThat(turn.news())
                .containsExactly(new Episode.News(Occasion.RECOVERED, Set.of(Occasion.FAILED, Occasion.PARTIAL)));
    }

    @Test
    void overdueIsToldOnceAndSoIsItsEnd() {
        assertThat(looks(false)).isEmpty();
        assertThat(looks(true)).containsExactly(Occasion.OVERDUE);
        assertThat(looks(true)).isEmpty();
        assertThat(looks(false)).containsExactly(Occasion.RECOVERED);
        looks(true);
        assertThat(ends(RunState.SUCCEEDED)).containsExactly(Occasion.RECOVERED);
        assertThat(looks(false)).isEmpty();
    }

    @Test
    void aPlanThatStillFailsHasNotRecoveredWhenItIsNoLongerOverdue() {
        ends(RunState.FAILED);
        looks(true);
        assertThat(looks(false)).isEmpty();
        assertThat(ends(RunState.SUCCEEDED)).containsExactly(Occasion.RECOVERED);
    }

    @Test
    void soManySkippedRunsInARowAreToldOnce() {
        List<Occasion> told = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            told.addAll(ends(RunState.SKIPPED));
        }
        assertThat(told).containsExactly(Occasion.SKIPPED_TOO_OFTEN);
        assertThat(ends(RunState.SUCCEEDED)).containsExactly(Occasion.RECOVERED);
        ends(RunState.SKIPPED);
        ends(RunState.SKIPPED);
        ends(RunState.PARTIAL);
        assertThat(ends(RunState.SKIPPED)).isEmpty();
    }

    @Test
    void skippedRunsAreToldAlsoWhenTheNumberIsLoweredMeanwhile() {
        for (int i = 0; i < 5; i++) {
            assertThat(follow(episode.ended(RunState.SKIPPED, true, 10))).isEmpty();
        }
        assertThat(ends(RunState.SKIPPED)).containsExactly(Occasion.SKIPPED_TOO_OFTEN);
        assertThat(ends(RunState.SKIPPED)).isEmpty();
    }

    @Test
    void whoWasNotToldOfTheTroubleIsNotToldOfItsEnd() {
        Episode.News end = new Episode.News(Occasion.RECOVERED, Set.of(Occasion.PARTIAL));
        assertThat(end.concerns(EnumSet.of(Occasion.FAILED, Occasion.RECOVERED)))
                .isFalse();
        assertThat(end.concerns(EnumSet.of(Occasion.PARTIAL, Occasion.RECOVERED)))
                .isTrue();
        assertThat(end.concerns(EnumSet.of(Occasion.PARTIAL))).isFalse();
        assertThat(end.concerns(EnumSet.of(Occasion.RECOVERED))).isTrue();
    }
}
