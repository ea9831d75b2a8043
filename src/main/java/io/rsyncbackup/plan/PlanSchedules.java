package io.rsyncbackup.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads when a plan's runs begin. */
final class PlanSchedules {
    private static final Duration LONGEST_JITTER = Duration.ofDays(1);

    private PlanSchedules() {}

    static @Nullable PlanSchedule read(Fields fields, PlanProperties.@Nullable Schedule schedule) {
        if (schedule == null) {
            return null;
        }
        boolean alone = schedule.jitter() == null && schedule.catchUp() == null;
        if (schedule.cron() == null) {
            fields.add("schedule.cron", null, "is missing; write when runs begin, as in \"30 2 * * *\" or @daily");
        }
        Cron cron = fields.read(alone ? "schedule" : "schedule.cron", schedule.cron(), Cron::parse);
        Duration jitter = fields.read("schedule.jitter", schedule.jitter(), PlanSchedules::jitter, Duration.ZERO);
        boolean catchUp = fields.flag("schedule.catch-up", schedule.catchUp(), true);
        return cron == null ? null : new PlanSchedule(cron, jitter, catchUp);
    }

    private static Duration jitter(String text) {
        Duration jitter = DurationText.parse(text);
        if (jitter.toMillis() % 1000 != 0 || jitter.compareTo(LONGEST_JITTER) > 0) {
            throw new IllegalArgumentException(
                    "is no whole number of seconds up to a day; write the time that runs are spread over, as in 5m");
        }
        return jitter;
    }
}
