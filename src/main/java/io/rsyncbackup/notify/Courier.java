package io.rsyncbackup.notify;

import io.rsyncbackup.cluster.Timetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Empties the outbox, each channel by itself and in its order: what cannot be delivered now keeps later ones waiting, until it
 * is given up. Whoever dies in the middle of an attempt makes it happen twice.
 */
@Component
class Courier implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1));
    /** Of a letter that its receiver dislikes: it must not hold up all later ones. */
    private static final int ATTEMPTS_WHERE_REFUSED = 3;

    private static final Duration BEYOND_AN_ATTEMPT = Duration.ofSeconds(30);

    private final Map<String, Round> rounds = new TreeMap<>();
    private final Outbox outbox;
    private final Delivery delivery;
    private final DeliveryCounts counts;
    private final Timetable timetable;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("notify-", 0).factory());

    Courier(
            NotifySettings settings,
            Outbox outbox,
            Delivery delivery,
            DeliveryCounts counts,
            Timetable timetable,
            Clock clock) {
        this.outbox = outbox;
        this.delivery = delivery;
        this.counts = counts;
        this.timetable = timetable;
        this.clock = clock;
        settings.channels().forEach((name, channel) -> rounds.put(name, new Round(channel)));
    }

    /** Looks at once what is due; does not wait for it. To be called whenever something may be. */
    void wake() {
        rounds.values().forEach(Round::wake);
    }

    @Override
    public void destroy() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.info("notifications under way are tried again after the next start");
        }
    }

    static Duration pauseAfter(int failures) {
        return PAUSES.get(Math.min(failures, PAUSES.size()) - 1);
    }

    /** One channel, served by one thread at a time. */
    private final class Round {
        private final Channel channel;
        private final AtomicInteger wishes = new AtomicInteger();

        Round(Channel channel) {
            this.channel = channel;
        }

        void wake() {
            if (wishes.getAndIncrement() == 0) {
                try {
                    threads.execute(this::serve);
                } catch (RejectedExecutionException e) {
                    LOG.debug("channel {} waits for the next start", channel.name());
                }
            }
        }

        /** A wish that comes while the last letter was looked for must not be lost. */
        private void serve() {
            int seen;
            do {
                seen = wishes.get();
                try {
                    while (next()) {
                        LOG.debug("channel {} goes on", channel.name());
                    }
                } catch (RuntimeException e) {
                    LOG.warn("channel {} cannot be served now: {}", channel.name(), e.toString());
                }
            } while (!wishes.compareAndSet(seen, 0));
        }

        /** True when another one may be due. */
        private boolean next() {
            Optional<Outbox.Letter> found = outbox.next(channel.name());
            if (found.isEmpty()
                    || found.get().nextAt().isAfter(clock.instant())
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            Outbox.Letter letter = found.get();
            if (!outbox.claim(letter, channel.timeout().plus(BEYOND_AN_ATTEMPT))) {
                return false;
            }
            try {
                delivery.deliver(channel, letter.notification());
            } catch (DeliveryException e) {
                return failed(letter, String.valueOf(e.getMessage()), e.refusedForGood());
            } catch (RuntimeException e) {
                LOG.error("notification {} of channel {} fails unexpectedly", letter.id(), channel.name(), e);
                return failed(letter, "the server's log says why", false);
            }
            outbox.delivered(letter);
            return true;
        }

        private boolean failed(Outbox.Letter letter, String why, boolean refusedForGood) {
            Instant now = clock.instant();
            int attempts = letter.attempts() + 1;
            Instant next = now.plus(pauseAfter(attempts));
            if ((refusedForGood && attempts >= ATTEMPTS_WHERE_REFUSED)
                    || next.isAfter(letter.createdAt().plus(channel.giveUpAfter()))) {
                LOG.warn(
                        "notification {} of channel {} is given up after {} attempts: {}",
                        letter.id(),
                        channel.name(),
                        attempts,
                        why);
                outbox.givenUp(letter, why);
                counts.failed(channel.name(), DeliveryCounts.Then.GIVEN_UP);
                return true;
            }
            LOG.info("channel {} could not be told, next attempt at {}: {}", channel.name(), next, why);
            outbox.failed(letter, why, next);
            timetable.put(Reminder.TASK, channel.name(), next, "");
            counts.failed(channel.name(), DeliveryCounts.Then.RETRIED);
            return false;
        }
    }
}
