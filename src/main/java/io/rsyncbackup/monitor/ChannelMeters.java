package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rsyncbackup.notify.Channels;
import io.rsyncbackup.notify.DeliveryCounts;
import org.springframework.stereotype.Component;

/** What could not be told. */
@Component
class ChannelMeters implements MeterBinder {
    private final Channels channels;
    private final DeliveryCounts counts;

    ChannelMeters(Channels channels, DeliveryCounts counts) {
        this.channels = channels;
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String channel : counts.channels()) {
            for (DeliveryCounts.Then then : DeliveryCounts.Then.values()) {
                FunctionCounter.builder("backup.notification.failures", counts, all -> all.failures(channel, then))
                        .description("Attempts to tell a channel that failed, by what follows")
                        .tag("channel", channel)
                        .tag("outcome", then.text())
                        .register(registry);
            }
            Gauge.builder("backup.notifications.pending", channels, all -> all.pending(channel))
                    .description("Notifications that wait")
                    .tag("channel", channel)
                    .register(registry);
        }
    }
}
