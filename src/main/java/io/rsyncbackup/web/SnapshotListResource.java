package io.rsyncbackup.web;

import io.rsyncbackup.backup.SnapshotList;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a plan's snapshots, newest first, and how fresh this knowledge is. */
@Schema(name = "SnapshotList", description = "A part of a plan's snapshots, newest first")
record SnapshotListResource(
        List<SnapshotResource> items,
        @Schema(description = Descriptions.NEXT) @Nullable String next,

        @Schema(description = "When the index last saw the destination") @Nullable
        Instant asOf,

        @Schema(description = "Whether the destination could be reached then")
        boolean destinationAvailable,

        @Schema(description = "Why the destination could not be read; only in the answer to a refresh") @Nullable
        String detail) {
    static final int DEFAULT_LIMIT = 50;
    private static final Pattern KEY = Pattern.compile("(-?\\d{1,18}) (" + Parameters.SNAPSHOT + ")");

    /** @param list may have more than the page has, which is how it is known that there are more */
    static SnapshotListResource of(SnapshotList list, int limit) {
        List<Snapshot> items = list.items();
        boolean more = items.size() > limit;
        return new SnapshotListResource(
                items.stream().limit(limit).map(SnapshotResource::of).toList(),
                more ? Page.encode(key(items.get(limit - 1))) : null,
                list.asOf(),
                list.destinationAvailable(),
                list.detail());
    }

    /** Whose successors a cursor asks for. */
    static Optional<SnapshotKey> after(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        Matcher matcher = KEY.matcher(Page.decode(cursor));
        if (!matcher.matches()) {
            throw Page.invalidCursor();
        }
        return Optional.of(new SnapshotKey(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2)));
    }

    private static String key(Snapshot snapshot) {
        return snapshot.takenAt().toEpochMilli() + " " + snapshot.name();
    }
}
