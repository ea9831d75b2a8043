package io.rsyncbackup.plan;

import io.rsyncbackup.location.InvalidLocationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.snapshot.SnapshotNames;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a plan's source and destination. */
final class PlanLocations {
    /** Stands in for a destination that is wrong, until the problems are thrown. */
    static final Location NOWHERE = new Location.Local(Path.of("/nowhere/latest"));

    private static final Pattern PASSWORD = Pattern.compile("(?<=[^/@]:)[^/@]+(?=@)");

    private PlanLocations() {}

    static @Nullable Location source(Fields fields, @Nullable String value) {
        if (value == null) {
            fields.add(
                    "source",
                    null,
                    "is required; write the directory to back up, or none for a plan whose latest others fill");
            return null;
        }
        return value.strip().equals("none")
                ? null
                : location(fields, "source", value, "only local directories and none are");
    }

    static @Nullable Location destination(Fields fields, @Nullable String value) {
        if (value == null) {
            fields.add(
                    "destination",
                    null,
                    "is required; write the directory to back up to, as in /mnt/backups/laptop/latest");
            return null;
        }
        Location location = location(fields, "destination", value, "only local directories are");
        if (location instanceof Location.Local local) {
            String mend = destinationProblem(local.path());
            if (mend != null) {
                fields.add("destination", value, mend);
                return null;
            }
        }
        return location;
    }

    private static @Nullable String destinationProblem(Path latest) {
        if (latest.getNameCount() < 2) {
            return "lies directly below /; snapshots are made beside it, so give it a directory of its own, as in /mnt/backups/laptop/latest";
        }
        String name = Objects.requireNonNull(latest.getFileName()).toString();
        for (Path element : latest) {
            if (element.toString().equals(".rsync-backup")) {
                return "lies in the server's own directory .rsync-backup; write another one";
            }
        }
        if (SnapshotNames.parse(name, ZoneOffset.UTC).isPresent()) {
            return "ends in a name that is a snapshot's; call its last element latest";
        }
        return null;
    }

    /** Source and destination must not be in each other's way. */
    static void together(Fields fields, @Nullable Location source, @Nullable Location destination) {
        if (source instanceof Location.Local from && destination instanceof Location.Local to) {
            Path parent = Objects.requireNonNull(to.path().getParent());
            if (from.path().startsWith(parent)) {
                fields.add(
                        "source",
                        from.text(),
                        "is or lies in " + parent
                                + ", where the snapshots are kept; write another source or destination");
            }
        }
    }

    private static @Nullable Location location(Fields fields, String key, String value, String supported) {
        if (value.isBlank()) {
            return fields.read(key, value, text -> NOWHERE);
        }
        String shown = PASSWORD.matcher(value).replaceAll("…");
        try {
            Location location = Locations.parse(value.strip());
            if (location instanceof Location.Local) {
                return location;
            }
            fields.add(key, shown, "is on another host, which is not supported by this version yet; " + supported);
        } catch (InvalidLocationException e) {
            fields.add(key, shown, "cannot be used: " + e.getMessage());
        }
        return null;
    }
}
