package io.rsyncbackup.web;

import io.rsyncbackup.notify.Channel;
import io.rsyncbackup.notify.Channels;
import io.rsyncbackup.notify.Occasion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way in which somebody is told what becomes of runs. */
@Schema(name = "Channel", description = "A way in which somebody is told what becomes of runs")
record ChannelResource(
        String name,
        @KnownValues({"webhook", "mail", "ping"}) String type,

        @Schema(description = "Whom it reaches; of a URL only scheme and host")
        String target,

        @Schema(description = "What it is told of") @KnownValues(of = Occasion.class)
        List<String> events,

        @Schema(description = "Whether it is told of every plan, also of those that do not name it")
        boolean allPlans,

        @Schema(description = "Notifications that wait") long pending,
        @Nullable Instant lastDeliveredAt,
        @Nullable Instant lastFailedAt,

        @Schema(description = "Of the last attempt, if that failed") @Nullable
        String lastError) {
    static ChannelResource of(Channels.Status status) {
        Channel channel = status.channel();
        return new ChannelResource(
                channel.name(),
                channel.type(),
                channel.target(),
                channel.events().stream().map(Occasion::text).toList(),
                channel.allPlans(),
                status.pending(),
                status.lastDeliveredAt(),
                status.lastFailedAt(),
                status.lastError());
    }
}
