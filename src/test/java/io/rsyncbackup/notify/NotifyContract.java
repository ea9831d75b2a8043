package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of runs, to whom, how often and in which order; on a fresh database of one vendor. */
abstract class NotifyContract {
    static final Channel HOOK = SampleChannels.webhook("hook", "https://hooks.example.org/x");
    private static final Channel OTHER = SampleChannels.webhook("other", "https://hooks.example.org/y");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final List<NotifyHouse> houses = new ArrayList<>();

    /** The JDBC URL of the fresh database; null for SQLite in the data directory. */
    abstract String url();

    private NotifyHouse house(Channel... channels) {
        return houseIn(directory, channels);
    }

    NotifyHouse houseIn(Path place, Channel... channels) {
        NotifyHouse house = new NotifyHouse(place, url(), clock, channels);
        houses.add(house);
        return house;
    }

    @AfterEach
    void close() {
        houses.forEach(NotifyHouse::close);
    }

    private static void awaitEvents(NotifyHouse house, String... events) {
        await().untilAsserted(() -> assertThat(house.receivers.events()).containsExactly(events));
    }

    @Test
    void theChannelsOfAPlanAreToldOfAFailureAndOfItsEnd() throws Exception {
        NotifyHouse house = house(HOOK, OTHER);
        Run failed = house.ends(RunState.FAILED);
        awaitEvents(house, "hook failed");
        Notification told = house.receivers.received.getFirst().notification();
        assertThat(told.subject()).isEqualTo("laptop: backup FAILED (out-of-space)");
        assertThat(told.run().id()).isEqualTo(failed.id());
        assertThat(told.run().reason()).isEqualTo("out-of-space");
        assertThat(told.consecutiveFailures()).isEqualTo(1);
        house.ends(RunState.SUCCEEDED);
        house.ends(RunState.SUCCEEDED);
        house.ends(RunState.PARTIAL);
        awaitEvents(house, "hook failed", "hook recovered", "hook partial");
        assertThat(house.receivers.received.get(1).notification().ended()).containsExactly("failed");
        assertThat(house.bean(Outbox.class).pending("hook")).isZero();
        assertThat(house.bean(Channels.class).all().getFirst().lastDeliveredAt())
                .isNotNull();
    }

    @Test
    void aChannelForAllPlansNeedsNoName() throws Exception {
        Channel all = new Channel(
                "all", HOOK.way(), EnumSet.of(Occasion.PARTIAL), true, HOOK.timeout(), HOOK.giveUpAfter(), false);
        NotifyHouse house = house(all);
        house.ends(RunState.FAILED);
        house.ends(RunState.PARTIAL);
        awaitEvents(house, "all partial");
    }

    @Test
    void nobodyIsToldOfDryRuns() throws Exception {
        NotifyHouse house = house(HOOK, SampleChannels.ping("ping", "https://ping.example.org/uuid"));
        house.ends(RunState.FAILED, true, StepName.BACKUP);
        house.ends(RunState.FAILED);
        await().untilAsserted(() -> assertThat(house.receivers.events())
                .containsExactlyInAnyOrder("hook failed", "ping started", "ping failed"));
    }

    @Test
    void pingsCallAtTheStartAndTheEndOfRunsThatSave() throws Exception {
        NotifyHouse house = house(SampleChannels.ping("ping", "https://ping.example.org/uuid"));
        house.ends(RunState.SUCCEEDED);
        house.ends(RunState.SUCCEEDED, false, StepName.ROTATE);
        house.ends(RunState.PARTIAL);
        awaitEvents(house, "ping started", "ping succeeded", "ping started", "ping partial");
        house.ends(RunState.SKIPPED);
        awaitEvents(house, "ping started", "ping succeeded", "ping started", "ping partial", "ping started");
    }

    @Test
    void whatCannotBeDeliveredIsTriedAgainWithTheSameIdAndInOrder() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.away = true;
        house.ends(RunState.FAILED);
        house.ends(RunState.PARTIAL);
        await().untilAsserted(() -> assertThat(house.receivers.refused).isNotEmpty());
        await().untilAsserted(() -> assertThat(
                        house.bean(Channels.class).all().getFirst().lastError())
                .isEqualTo("nobody is there"));
        assertThat(house.bean(Outbox.class).pending("hook")).isEqualTo(2);
        house.receivers.away = false;
        clock.advance(Duration.ofSeconds(11));
        house.bean(Courier.class).wake();
        awaitEvents(house, "hook failed", "hook partial");
        assertThat(house.receivers.received.getFirst()).isEqualTo(house.receivers.refused.getFirst());
        assertThat(house.bean(Channels.class).all().getFirst().lastError()).isNull();
        assertThat(house.bean(DeliveryCounts.class).failures("hook", DeliveryCounts.Then.RETRIED))
                .isEqualTo(1);
    }

    @Test
    void theClockTriesAgainWithoutAnybodyElse() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.away = true;
        house.ends(RunState.FAILED);
        await().untilAsserted(() -> assertThat(
                        house.bean(Channels.class).all().getFirst().lastError())
                .isNotNull());
        house.receivers.away = false;
        clock.advance(Duration.ofSeconds(11));
        awaitEvents(house, "hook failed");
    }

    @Test
    void whatCouldNotBeDeliveredForLongIsGivenUpAndCounted() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.away = true;
        house.ends(RunState.FAILED);
        await().untilAsserted(
                        () -> assertThat(house.bean(DeliveryCounts.class).failures("hook", DeliveryCounts.Then.RETRIED))
                                .isEqualTo(1));
        clock.advance(Duration.ofHours(24));
        house.bean(Courier.class).wake();
        await().untilAsserted(() -> assertThat(
                        house.bean(DeliveryCounts.class).failures("hook", DeliveryCounts.Then.GIVEN_UP))
                .isEqualTo(1));
        assertThat(house.bean(Outbox.class).pending("hook")).isZero();
    }

    @Test
    void whatAChannelTriesForAsLongAsItMayIsGivenUpByItAndCounted() throws Exception {
        NotifyHouse house = house(new Channel(
                HOOK.name(), HOOK.way(), HOOK.events(), false, HOOK.timeout(), Channel.LONGEST_GIVE_UP, false));
        house.receivers.away = true;
        house.ends(RunState.FAILED);
        await().until(() -> failures(house, DeliveryCounts.Then.RETRIED) == 1);
        clock.advance(Duration.ofDays(7).plusMinutes(1));
        house.bean(Lookout.class).execute();
        await().until(() -> failures(house, DeliveryCounts.Then.GIVEN_UP) == 1);
    }

    @Test
    void aLetterThatItsReceiverRefusesForGoodDoesNotHoldUpTheNextForLong() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.disliked = notification -> notification.event().equals("failed");
        house.ends(RunState.FAILED);
        house.ends(RunState.PARTIAL);
        for (int attempt = 1; attempt <= 2; attempt++) {
            int so = attempt;
            await().until(() -> failures(house, DeliveryCounts.Then.RETRIED) == so);
            assertThat(house.receivers.received).isEmpty();
            clock.advance(Duration.ofSeconds(31));
            house.bean(Courier.class).wake();
        }
        awaitEvents(house, "hook partial");
        assertThat(house.receivers.refused).hasSize(3);
        assertThat(failures(house, DeliveryCounts.Then.GIVEN_UP)).isEqualTo(1);
    }

    private static double failures(NotifyHouse house, DeliveryCounts.Then then) {
        return house.bean(DeliveryCounts.class).failures("hook", then);
    }

    @Test
    void aServerThatStopsLeavesItsLettersToTheNext() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.blocked = new CountDownLatch(1);
        house.ends(RunState.FAILED);
        house.close();
        assertThat(house.receivers.received).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        NotifyHouse next = house(HOOK);
        next.bean(Lookout.class).execute();
        awaitEvents(next, "hook failed");
    }

    @Test
    void anEndThatIsWrittenTwiceIsToldOnce() throws Exception {
        NotifyHouse house = house(HOOK);
        house.laterListener = new IllegalStateException("on purpose: the whole transaction must be tried again");
        house.ends(RunState.FAILED);
        house.ends(RunState.SUCCEEDED);
        awaitEvents(house, "hook failed", "hook recovered");
    }

    @Test
    void anOutboxThatCannotBeWrittenChangesNoRun() throws Exception {
        NotifyHouse house = house(HOOK, SampleChannels.ping("ping", "https://ping.example.org/uuid"));
        house.jdbc().sql("drop table notification_plan").update();
        house.jdbc().sql("alter table notification rename to elsewhere").update();
        assertThat(house.ends(RunState.SUCCEEDED).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.ends(RunState.FAILED).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void aReceiverThatHangsDelaysNoRun() throws Exception {
        NotifyHouse house = house(HOOK);
        house.receivers.blocked = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            assertThat(house.ends(RunState.FAILED).state()).isEqualTo(RunState.FAILED);
        }
        assertThat(house.bean(Outbox.class).pending("hook")).isEqualTo(5);
        house.receivers.blocked.countDown();
        await().untilAsserted(() -> assertThat(house.receivers.received).hasSize(5));
    }

    @Test
    void overdueIsToldOnceAnEpisode() {
        NotifyHouse house = house(HOOK);
        Lookout lookout = house.bean(Lookout.class);
        house.overdue = true;
        lookout.execute();
        lookout.execute();
        house.overdue = false;
        lookout.execute();
        lookout.execute();
        awaitEvents(house, "hook overdue", "hook recovered");
    }

    @Test
    void aPlanThatIsMadeAnewWasNeverInTrouble() {
        NotifyHouse house = house(allPlans(HOOK));
        PlanEditor editor = house.bean(PlanEditor.class);
        Map<String, Object> document = Map.of(
                "source", directory.resolve("srv").toString(),
                "destination", directory.resolve("backups/shop/latest").toString());
        editor.put("shop", document, version -> true, "tester");
        Lookout lookout = house.bean(Lookout.class);
        house.overdue = true;
        lookout.execute();
        await().until(() -> house.receivers.received.size() == 2);
        editor.delete("shop", version -> true, () -> false);
        editor.put("shop", document, version -> true, "tester");
        house.overdue = false;
        lookout.execute();
        await().until(() -> house.bean(Outbox.class).pending("hook") == 0 && house.receivers.received.size() >= 3);
        assertThat(house.receivers.received.stream()
                        .map(FakeReceivers.Received::notification)
                        .filter(told -> told.event().equals("recovered"))
                        .map(Notification::plan))
                .containsExactly("laptop");
    }

    private static Channel allPlans(Channel channel) {
        return new Channel(
                channel.name(), channel.way(), channel.events(), true, channel.timeout(), channel.giveUpAfter(), false);
    }

    @Test
    void soManySkippedRunsInARowAreTold() throws Exception {
        NotifyHouse house = house(HOOK);
        for (int i = 0; i < 4; i++) {
            house.ends(RunState.SKIPPED);
        }
        house.ends(RunState.SUCCEEDED);
        awaitEvents(house, "hook skipped-too-often", "hook recovered");
    }

    @Test
    void aTestIsCarriedAtOnceAndAnswersWhatWasSaid() {
        NotifyHouse house = house(HOOK);
        assertThat(house.bean(Channels.class).test("hook").answer()).isEqualTo("taken");
        house.receivers.away = true;
        Channels.Test failed = house.bean(Channels.class).test("hook");
        assertThat(failed.ok()).isFalse();
        assertThat(failed.answer()).isEqualTo("nobody is there");
        assertThatThrownBy(() -> house.bean(Channels.class).test("nobody"))
                .isInstanceOf(ChannelNotFoundException.class);
    }
}
