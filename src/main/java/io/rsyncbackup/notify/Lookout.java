package io.rsyncbackup.notify;

import io.rsyncbackup.cluster.RecurringTask;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.status.Status;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notices what no run tells: plans that became overdue, letters for channels that are gone, and letters of a server that died
 * before it carried them.
 */
@Component
class Lookout implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    /** Whoever knows the channel has given up before, and counted it. */
    private static final Duration OLDEST = Channel.LONGEST_GIVE_UP.plusDays(1);

    private final NotifySettings settings;
    private final Plans plans;
    private final Status status;
    private final Notifier notifier;
    private final Outbox outbox;
    private final Courier courier;
    private final Clock clock;

    Lookout(
            NotifySettings settings,
            Plans plans,
            Status status,
            Notifier notifier,
            Outbox outbox,
            Courier courier,
            Clock clock) {
        this.settings = settings;
        this.plans = plans;
        this.status = status;
        this.notifier = notifier;
        this.outbox = outbox;
        this.courier = courier;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "notification-lookout";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void execute() {
        if (settings.channels().isEmpty()) {
            return;
        }
        plans.all().forEach(plan -> {
            try {
                notifier.look(plan, status.of(plan.name()).overdue());
            } catch (RuntimeException e) {
                LOG.warn("whether plan {} is overdue cannot be told: {}", plan.name(), e.toString());
            }
        });
        outbox.removeOlderThan(clock.instant().minus(OLDEST))
                .forEach(channel -> LOG.warn("notifications for channel {} are given up: too old", channel));
        courier.wake();
    }
}
