package io.rsyncbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final long DEAD = Neighbours.DEAD_AFTER.toNanos();

    private final Neighbours neighbours = new Neighbours();
    private final Member two = new Member("two", Set.of(), Map.of(), null);

    @Test
    void countSilenceOnlyUpToTheLastLook() {
        neighbours.saw(two, 1);
        long noticed = System.nanoTime();
        neighbours.looked(Set.of("two"), noticed + DEAD / 2);
        assertThat(neighbours.dead()).isEmpty();
        neighbours.looked(Set.of("two"), noticed + DEAD);
        assertThat(neighbours.dead()).containsExactly("two");
        assertThat(neighbours.possible()).isEmpty();
    }

    @Test
    void liveAgainAfterASign() {
        neighbours.saw(two, 1);
        assertThat(neighbours.living()).isEmpty();
        neighbours.saw(two, 2);
        neighbours.looked(Set.of("two"), System.nanoTime());
        assertThat(neighbours.living()).containsExactly(two);
    }

    @Test
    void areForgottenWithTheirRow() {
        neighbours.saw(two, 1);
        neighbours.looked(Set.of(), System.nanoTime());
        assertThat(neighbours.all()).isEmpty();
    }
}
