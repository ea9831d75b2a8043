package io.rsyncbackup.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channels of the configuration. The only door into this room. */
public interface Channels {
    /** By name. */
    List<Status> all();

    /** Notifications of the channel that wait. */
    long pending(String channel);

    /**
     * Tells the channel that somebody tests it, now and once.
     *
     * @throws ChannelNotFoundException when there is none
     */
    Test test(String channel);

    /**
     * How a channel is doing.
     *
     * @param pending notifications that wait
     * @param lastError of the last attempt, if that failed
     */
    record Status(
            Channel channel,
            long pending,
            @Nullable Instant lastDeliveredAt,
            @Nullable Instant lastFailedAt,
            @Nullable String lastError) {}

    /**
     * How a test ended.
     *
     * @param answer what the receiver said, or why there was no answer
     */
    record Test(String id, boolean ok, String answer, Duration duration) {}
}
