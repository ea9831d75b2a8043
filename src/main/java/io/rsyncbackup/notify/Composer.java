package io.rsyncbackup.notify;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes notifications, each with an id of its own. */
final class Composer {
    private final NotifySettings settings;
    private final Wording wording;
    private final Clock clock;

    Composer(NotifySettings settings, Clock clock) {
        this.settings = settings;
        this.wording = new Wording(settings.zone(), settings.publicUrl());
        this.clock = clock;
    }

    Notification compose(Episode.News news, Wording.Facts facts, @Nullable Run run) {
        return new Notification(
                id(),
                news.occasion().text(),
                facts.plan(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                wording.subject(news.occasion(), facts, run),
                wording.text(news.occasion(), facts, run, news.ended()),
                run == null ? null : about(run),
                facts.lastSuccessAt(),
                facts.consecutiveFailures(),
                news.ended().isEmpty()
                        ? null
                        : news.ended().stream().map(Occasion::text).sorted().toList(),
                server());
    }

    /** For those that are called, not told. */
    Notification ping(String event, Run run) {
        return new Notification(
                id(),
                event,
                run.request().plan(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                run.request().plan() + " " + event,
                Wording.oneLine(Wording.cut(Objects.requireNonNullElse(run.message(), ""))),
                about(run),
                null,
                null,
                null,
                server());
    }

    Notification test(Channel channel) {
        return new Notification(
                id(),
                Notification.TEST,
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                "test of the channel " + channel.name(),
                "Somebody tests whether the channel " + channel.name() + " of this backup server works. It does.\n",
                null,
                null,
                null,
                null,
                server());
    }

    private @Nullable String server() {
        return settings.publicUrl() == null ? null : settings.publicUrl().toString();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static Notification.AboutRun about(Run run) {
        RunReason reason = run.reason();
        Duration duration = run.duration();
        return new Notification.AboutRun(
                run.id(),
                run.state().text(),
                reason == null ? null : reason.text(),
                run.message() == null ? null : Wording.cut(run.message()),
                run.request().trigger().text(),
                millis(run.startedAt()),
                millis(run.endedAt()),
                duration == null ? null : duration.toMillis() / 1000.0,
                run.details().get("snapshot") instanceof String snapshot ? snapshot : null,
                run.warnings().isEmpty() ? null : Wording.some(run.warnings()));
    }

    private static @Nullable Instant millis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
