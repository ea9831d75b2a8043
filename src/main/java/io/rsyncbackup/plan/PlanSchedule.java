package io.rsyncbackup.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a plan's runs begin.
 *
 * @param jitter within what time after each of them: where in it is the plan's own, always the same
 * @param catchUp whether one run makes up for those that were missed while no server was there
 */
public record PlanSchedule(Cron cron, Duration jitter, boolean catchUp) {
    /** Strictly after that moment, in the plan's zone and at the plan's own place within the jitter. */
    public Instant next(String plan, Instant after, ZoneId zone) {
        Duration delay = delay(plan);
        return cron.next(after.minus(delay), zone).plus(delay);
    }

    /** Between two in a row; the day on which clocks are set back has 25 hours. */
    public Duration longestGap(ZoneId zone) {
        boolean steady = cron.everyHour() || zone.getRules().isFixedOffset();
        return steady ? cron.longestGap() : cron.longestGap().plusHours(1);
    }

    /** In whole seconds, spread evenly over the names of plans. */
    Duration delay(String plan) {
        long seconds = jitter.toSeconds();
        if (seconds == 0) {
            return Duration.ZERO;
        }
        long spread = plan.hashCode() * 0x9E3779B97F4A7C15L;
        return Duration.ofSeconds(Long.remainderUnsigned(spread >>> 20, seconds + 1));
    }
}
