package io.rsyncbackup.notify;

import java.net.URI;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param channels by name
 * @param skippedTooOften how many skipped runs in a row are too many
 * @param zone in which people are told times
 * @param publicUrl how people reach this server
 */
public record NotifySettings(
        SortedMap<String, Channel> channels,
        int skippedTooOften,
        ZoneId zone,
        @Nullable URI publicUrl) {
    public NotifySettings {
        channels = Collections.unmodifiableSortedMap(new TreeMap<>(channels));
    }
}
