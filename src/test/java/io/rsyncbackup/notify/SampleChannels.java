package io.rsyncbackup.notify;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Channels for tests. */
public final class SampleChannels {
    private SampleChannels() {}

    public static Channel webhook(String name, String url) {
        return of(name, new Way.Webhook(URI.create(url), null), EnumSet.allOf(Occasion.class));
    }

    public static Channel mail(String name, String to) {
        return of(name, new Way.Mail("backup@example.org", List.of(to)), EnumSet.allOf(Occasion.class));
    }

    static Channel ping(String name, String url) {
        return of(name, new Way.Ping(URI.create(url)), EnumSet.of(Occasion.FAILED, Occasion.PARTIAL));
    }

    static Channel of(String name, Way way, Set<Occasion> events) {
        return new Channel(name, way, events, false, Duration.ofSeconds(10), Duration.ofHours(24), false);
    }
}
