package io.rsyncbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Placement placement = new Placement(cluster);

    private static Member member(String id, String label, Map<String, String> plans) {
        return new Member(id, label.isEmpty() ? Set.of() : Set.of(label), plans, null);
    }

    @Test
    void aPlanWithoutALabelRunsWhereverItIsKnown() {
        assertThat(placement.here("laptop", null, () -> true)).isTrue();
        assertThat(placement.here("laptop", null, () -> false)).isFalse();
    }

    @Test
    void aServerThatIsAloneCarriesOutWhatWasAskedOfAPlanThatIsGone() {
        cluster.shared = false;
        assertThat(placement.here("laptop", null, () -> false)).isTrue();
        assertThat(placement.here("laptop", "nas", () -> true)).isFalse();
        assertThat(placement.elsewhere("laptop")).isFalse();
    }

    @Test
    void aPlanIsLeftToAServerWithItsLabel() {
        cluster.others.add(member("two", "nas", Map.of("laptop", "x")));
        assertThat(placement.here("laptop", "nas", () -> true)).isFalse();
        assertThat(placement.missing("laptop", "nas", () -> true)).isEmpty();
    }

    @Test
    void nobodyWithTheLabelIsSaid() {
        cluster.others.add(member("two", "tape", Map.of("laptop", "x")));
        assertThat(placement.missing("laptop", "nas", () -> true))
                .hasValueSatisfying(text -> assertThat(text).contains("label nas", "none that is up"));
    }

    @Test
    void aServerThatHasTheLabelButNotThePlanIsNoHelp() {
        cluster.self = member("one", "", Map.of("laptop", "x"));
        cluster.others.add(member("two", "nas", Map.of()));
        assertThat(placement.missing("laptop", "nas", () -> true))
                .hasValueSatisfying(text -> assertThat(text).contains("label nas", "plan laptop"));
        assertThat(placement.missing("other", null, () -> false))
                .hasValueSatisfying(text -> assertThat(text).contains("plan other in its configuration"));
    }

    @Test
    void aPlanMadeOverTheApiIsKnownToAll() {
        cluster.others.add(member("two", "nas", Map.of()));
        assertThat(placement.missing("from-the-api", "nas", () -> true)).isEmpty();
    }

    @Test
    void aServerOfAnOlderVersionMayHaveAnyPlan() {
        cluster.others.add(member("two", "", null));
        assertThat(placement.missing("laptop", null, () -> false)).isEmpty();
        assertThat(placement.elsewhere("laptop")).isTrue();
    }

    @Test
    void aServerThatIsDownStillHasItsPlans() {
        cluster.gone.add(member("two", "", Map.of("laptop", "x")));
        cluster.gone.add(member("three", "", null));
        assertThat(placement.elsewhere("laptop")).isTrue();
        assertThat(placement.elsewhere("nowhere")).isFalse();
        assertThat(placement.missing("laptop", null, () -> false)).isPresent();
    }

    @Test
    void plansDifferWhereTheySayAnotherThingOrAreMissing() {
        Member one = member("one", "", Map.of("same", "1", "changed", "1", "missing", "1"));
        Member two = member("two", "", Map.of("same", "1", "changed", "2"));
        Member old = member("three", "", null);
        assertThat(Disagreements.find(one, List.of(two, old))).containsExactly("changed", "missing");
        assertThat(Disagreements.find(one, List.of(one, old))).isEmpty();
    }

    @Test
    void whatAServerSaysOfItselfIsReadAsItWasWritten() {
        Map<String, String> plans = Map.of("laptop", "00ff", "nas", "12");
        assertThat(MemberText.plans(MemberText.plans(plans))).isEqualTo(plans);
        assertThat(MemberText.plans(MemberText.plans(Map.of()))).isEmpty();
        assertThat(MemberText.plans((String) null)).isNull();
        assertThat(MemberText.labels(MemberText.labels(Set.of("nas", "tape"))))
                .containsExactlyInAnyOrder("nas", "tape");
        assertThat(MemberText.labels("")).isEmpty();
    }
}
