package io.rsyncbackup.notify;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEndListener;
import io.rsyncbackup.run.RunState;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts into the outbox what is to be told, in the transaction in which it happens. Dry runs are nobody's business. */
@Component
@Order(Notifier.AFTER_THE_PLANS_STATE)
class Notifier implements RunEndListener {
    static final int AFTER_THE_PLANS_STATE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final NotifySettings settings;
    private final Plans plans;
    private final PlanStates states;
    private final Episodes episodes;
    private final Outbox outbox;
    private final Composer composer;
    private final Courier courier;
    private final Clock clock;
    private final TransactionTemplate nested;

    Notifier(
            NotifySettings settings,
            Plans plans,
            PlanStates states,
            Episodes episodes,
            Outbox outbox,
            Courier courier,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.settings = settings;
        this.plans = plans;
        this.states = states;
        this.episodes = episodes;
        this.outbox = outbox;
        this.composer = new Composer(settings, clock);
        this.courier = courier;
        this.clock = clock;
        this.nested = new TransactionTemplate(transactions);
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    @Override
    public void started(Run run) {
        guarded(run, plan -> {
            if (saving(run)) {
                channels(plan).stream()
                        .filter(channel -> channel.way() instanceof Way.Ping)
                        .forEach(channel -> outbox.add(channel.name(), composer.ping(Notification.STARTED, run)));
            }
        });
    }

    @Override
    public void ended(Run run) {
        guarded(run, plan -> {
            boolean saving = saving(run);
            boolean begun = run.startedAt() != null;
            List<Episode.News> news = episodes.change(
                    plan.name(), episode -> episode.ended(run.state(), saving, settings.skippedTooOften()));
            channels(plan).forEach(channel -> {
                if (!(channel.way() instanceof Way.Ping)) {
                    tell(channel, news, plan, run);
                } else if (saving && begun) {
                    pingOf(run.state(), channel)
                            .ifPresent(event -> outbox.add(channel.name(), composer.ping(event, run)));
                }
            });
        });
    }

    /** Once when a plan becomes overdue, once when it is no more. To be called now and then. */
    void look(Plan plan, boolean overdue) {
        nested.executeWithoutResult(transaction -> {
            List<Episode.News> news = episodes.change(plan.name(), episode -> episode.looked(overdue));
            channels(plan).stream()
                    .filter(channel -> !(channel.way() instanceof Way.Ping))
                    .forEach(channel -> tell(channel, news, plan, null));
            wakeAfterCommit();
        });
    }

    private void tell(Channel channel, List<Episode.News> news, Plan plan, @org.jspecify.annotations.Nullable Run run) {
        PlanState state = states.get(plan.name());
        Wording.Facts facts = new Wording.Facts(
                plan.name(),
                clock.instant(),
                state.lastSuccessAt(),
                state.consecutiveFailures(),
                settings.skippedTooOften());
        news.stream()
                .filter(one -> one.concerns(channel.events()))
                .forEach(one -> outbox.add(channel.name(), composer.compose(one, facts, run)));
    }

    /** A success counts as one also where it is partial, unless the channel wants to know. */
    private static Optional<String> pingOf(RunState state, Channel channel) {
        return switch (state) {
            case SUCCEEDED -> Optional.of(Notification.SUCCEEDED);
            case PARTIAL ->
                Optional.of(
                        channel.events().contains(Occasion.PARTIAL) ? Occasion.PARTIAL.text() : Notification.SUCCEEDED);
            case FAILED, INTERRUPTED ->
                channel.events().contains(Occasion.FAILED) ? Optional.of(Occasion.FAILED.text()) : Optional.empty();
            case QUEUED, RUNNING, CANCELLED, SKIPPED -> Optional.empty();
        };
    }

    private List<Channel> channels(Plan plan) {
        return settings.channels().values().stream()
                .filter(channel -> channel.allPlans() || plan.spec().channels().contains(channel.name()))
                .toList();
    }

    private static boolean saving(Run run) {
        return run.request().saves(PlanSpecs.othersFill(run.request().specification()));
    }

    /** Below a savepoint: whatever goes wrong here must not change how a run ends. */
    private void guarded(Run run, java.util.function.Consumer<Plan> action) {
        if (run.request().dryRun() || settings.channels().isEmpty()) {
            return;
        }
        try {
            nested.executeWithoutResult(
                    transaction -> plans.find(run.request().plan()).ifPresent(action));
            wakeAfterCommit();
        } catch (RuntimeException e) {
            LOG.error("nobody is told of run {}", run.id(), e);
        }
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                courier.wake();
            }
        });
    }
}
