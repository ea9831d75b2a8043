package io.rsyncbackup.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is still to be told, in the database: written in the transaction in which it happens. */
@Repository
class Outbox {
    private final JdbcClient jdbc;
    private final Clock clock;

    Outbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One notification for one channel.
     *
     * @param attempts that failed
     */
    record Letter(
            long position, String id, String channel, String body, Instant createdAt, Instant nextAt, int attempts) {
        Notification notification() {
            return Notification.ofJson(body);
        }
    }

    void add(String channel, Notification notification) {
        long now = clock.millis();
        jdbc.sql("insert into notification (id, channel, body, created_at, next_at, attempts)"
                        + " values (:id, :channel, :body, :now, :now, 0)")
                .param("id", notification.id())
                .param("channel", channel)
                .param("body", notification.toJson())
                .param("now", now)
                .update();
    }

    /** What comes next on a channel, due or not. */
    Optional<Letter> next(String channel) {
        return jdbc.sql("select * from notification where channel = :channel order by position limit 1")
                .param("channel", channel)
                .query((row, number) -> new Letter(
                        row.getLong("position"),
                        row.getString("id"),
                        row.getString("channel"),
                        row.getString("body"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("next_at")),
                        row.getInt("attempts")))
                .optional();
    }

    /** Keeps others from trying the same for so long; false when one of them was quicker. */
    boolean claim(Letter letter, Duration time) {
        return jdbc.sql("update notification set next_at = :until where position = :position and next_at = :seen")
                        .param("until", clock.millis() + time.toMillis())
                        .param("position", letter.position())
                        .param("seen", letter.nextAt().toEpochMilli())
                        .update()
                == 1;
    }

    void delivered(Letter letter) {
        remove(letter);
        remember(letter.channel(), "delivered_at", null);
    }

    void failed(Letter letter, String error, Instant nextAt) {
        jdbc.sql("update notification set attempts = attempts + 1, next_at = :next where position = :position")
                .param("next", nextAt.toEpochMilli())
                .param("position", letter.position())
                .update();
        remember(letter.channel(), "failed_at", error);
    }

    void givenUp(Letter letter, String error) {
        remove(letter);
        remember(letter.channel(), "failed_at", error);
    }

    /** Older than any channel tries: of channels that no server knows any more. */
    List<String> removeOlderThan(Instant moment) {
        List<String> channels = jdbc.sql("select distinct channel from notification where created_at < :moment")
                .param("moment", moment.toEpochMilli())
                .query(String.class)
                .list();
        jdbc.sql("delete from notification where created_at < :moment")
                .param("moment", moment.toEpochMilli())
                .update();
        return channels;
    }

    long pending(String channel) {
        return jdbc.sql("select count(*) from notification where channel = :channel")
                .param("channel", channel)
                .query(Long.class)
                .single();
    }

    /** How the channel did when it was last used. */
    record Past(
            @Nullable Instant deliveredAt,
            @Nullable Instant failedAt,
            @Nullable String error) {
        static final Past NONE = new Past(null, null, null);
    }

    Past past(String channel) {
        return jdbc.sql("select delivered_at, failed_at, error from notification_channel where channel = :channel")
                .param("channel", channel)
                .query((row, number) -> new Past(
                        instant((Number) row.getObject("delivered_at")),
                        instant((Number) row.getObject("failed_at")),
                        row.getString("error")))
                .optional()
                .orElse(Past.NONE);
    }

    private static @Nullable Instant instant(@Nullable Number millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis.longValue());
    }

    private void remove(Letter letter) {
        jdbc.sql("delete from notification where position = :position")
                .param("position", letter.position())
                .update();
    }

    private void remember(String channel, String column, @Nullable String error) {
        jdbc.sql("insert into notification_channel (channel) values (:channel) on conflict do nothing")
                .param("channel", channel)
                .update();
        jdbc.sql("update notification_channel set " + column + " = :now, error = :error where channel = :channel")
                .param("now", clock.millis())
                .param("error", error)
                .param("channel", channel)
                .update();
    }
}
