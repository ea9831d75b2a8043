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

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");
    private static final Pattern PASSWORD = Pattern.compile("(?<=[^/@]:)[^/@]+(?=@)");

    private PlanLocations() {}

    static boolean othersFill(@Nullable String source) {
        return source != null && source.strip().equals("none");
    }

    static @Nullable Location source(Fields fields, @Nullable String value) {
        if (value == null) {
            fields.add(
                    "source",
                    null,
                    "is required; write the directory to back up, or none for a plan whose latest others fill");
            return null;
        }
        return othersFill(value) ? null : location(fields, "source", value);
    }

    static @Nullable Location destination(Fields fields, @Nullable String value) {
        if (value == null) {
            fields.add(
                    "destination",
                    null,
                    "is required; write the directory to back up to, as in /mnt/backups/laptop/latest");
            return null;
        }
        Location location = location(fields, "destination", value);
        String mend = location == null ? null : destinationProblem(location);
        if (mend != null) {
            fields.add("destination", value, mend);
            return null;
        }
        return location;
    }

    private static @Nullable String destinationProblem(Location location) {
        return switch (location) {
            case Location.Local local -> directlyBelowRoot(local.path(), "");
            case Location.Ssh ssh ->
                directlyBelowRoot(
                        Path.of(ssh.path()),
                        ssh.text().substring(0, ssh.text().length() - ssh.path().length()));
            case Location.Daemon daemon ->
                daemon.path().isEmpty()
                        ? "is the whole module, and snapshots are made beside the destination; write a directory in it, as in "
                                + daemon.text() + "/latest"
                        : nameProblem(Path.of(daemon.path()));
        };
    }

    private static @Nullable String directlyBelowRoot(Path latest, String host) {
        return latest.getNameCount() < 2
                ? "lies directly below /; snapshots are made beside it, so give it a directory of its own, as in "
                        + host + "/mnt/backups/laptop/latest"
                : nameProblem(latest);
    }

    private static @Nullable String nameProblem(Path latest) {
        for (Path element : latest) {
            if (element.toString().equals(".rsync-backup")) {
                return "lies in the server's own directory .rsync-backup; write another one";
            }
        }
        String name = Objects.requireNonNull(latest.getFileName()).toString();
        return SnapshotNames.parse(name, ZoneOffset.UTC).isPresent()
                ? "ends in a name that is a snapshot's; call its last element latest"
                : null;
    }

    /** Source and destination must not be in each other's way, and rsync needs one of them here. */
    static void together(
            Fields fields, @Nullable String given, @Nullable Location source, @Nullable Location destination) {
        if (destination == null || destination instanceof Location.Local) {
            if (source instanceof Location.Local from && destination instanceof Location.Local to) {
                apart(fields, from, to);
            }
            return;
        }
        if (othersFill(given)) {
            fields.add(
                    "source",
                    "none",
                    "needs a local destination, since this server sees no push to " + destination.text()
                            + "; write what to back up, or run a server on that host");
        } else if (source != null && !(source instanceof Location.Local)) {
            fields.add(
                    "source",
                    source.text(),
                    "is on another host, and so is the destination " + destination.text()
                            + ", between which rsync cannot copy; run a server on one of them and write its end as a local directory");
        }
    }

    private static void apart(Fields fields, Location.Local source, Location.Local destination) {
        Path parent = Objects.requireNonNull(destination.path().getParent());
        if (source.path().startsWith(parent)) {
            fields.add(
                    "source",
                    source.text(),
                    "is or lies in " + parent + ", where the snapshots are kept; write another source or destination");
        }
    }

    private static @Nullable Location location(Fields fields, String key, String value) {
        if (value.isBlank()) {
            return fields.read(key, value, text -> NOWHERE);
        }
        try {
            Location location = Locations.parse(value.strip());
            String pattern = pattern(location);
            if (pattern != null) {
                fields.add(
                        key,
                        value,
                        "contains one of * ? [, which " + pattern
                                + " takes for a pattern; give the directory another name");
                return null;
            }
            return location;
        } catch (InvalidLocationException e) {
            fields.add(key, withoutPassword(value), "cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** Who would copy to or from another directory, which the pattern fits; absent when nobody would. */
    private static @Nullable String pattern(Location location) {
        return switch (location) {
            case Location.Local local -> null;
            case Location.Ssh ssh -> WILDCARD.matcher(ssh.path()).find() ? "rsync on the other host" : null;
            case Location.Daemon daemon -> WILDCARD.matcher(daemon.path()).find() ? "an rsync daemon" : null;
        };
    }

    /** For a message: what somebody wrote between user and host does not belong there, and is not repeated. */
    static String withoutPassword(String value) {
        return PASSWORD.matcher(value).replaceAll("…");
    }
}
