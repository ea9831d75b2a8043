package io.rsyncbackup.destination;

import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What to say when a destination is not the plan's. */
final class NotRecognised {
    private static final String ADOPT = "POST /api/v1/plans/{plan}/adopt";
    private static final String UNWRITTEN = "; nothing was written. ";

    private NotRecognised() {}

    static DestinationException nothing(
            Storage storage, DestinationLayout layout, Found.Nothing found, boolean knownBefore) {
        String place = found.directory() ? " is empty" : " does not exist";
        String before = knownBefore ? " although this plan has backed up to a destination there" : "";
        return of(layout.parent() + place + before + UNWRITTEN + "If a disk belongs there, mount it. To begin a new"
                + " destination there, " + ADOPT + adoptBody(storage, layout));
    }

    static DestinationException unknown(DestinationLayout layout, DestinationIdentity identity) {
        return of(layout.parent() + " holds the destination " + identity.id() + ", which this plan has not used before"
                + UNWRITTEN + "If it is the right one, " + ADOPT);
    }

    static DestinationException otherElement(DestinationLayout layout, DestinationIdentity identity) {
        return of(layout.parent() + " is the destination of " + layout.parent().resolve(identity.latest())
                + " and cannot be that of " + layout.latest() + " too" + UNWRITTEN
                + "Give every plan a directory of its own, as "
                + layout.latest().resolve("latest"));
    }

    static DestinationException otherMethod(
            DestinationLayout layout, DestinationIdentity identity, SnapshotMethod wanted) {
        return of(layout.parent() + " was initialised for " + text(identity.method())
                + " snapshots, but the plan says " + text(wanted) + UNWRITTEN + "Set snapshot-method to "
                + text(identity.method()) + " or auto, or give the plan another destination");
    }

    static DestinationException broken(DestinationLayout layout) {
        return of(layout.identityFile() + " is not whole or was written by a newer version" + UNWRITTEN
                + "If it is the right destination, " + ADOPT + " gives it a new identity");
    }

    static DestinationException foreign(DestinationLayout layout, Found.Foreign found) {
        return of(layout.parent() + " holds " + found.text() + " but no "
                + layout.parent().relativize(layout.identityFile()) + UNWRITTEN + "If it is the right place, " + ADOPT
                + " accepts it as it is");
    }

    static DestinationException notSubvolume(DestinationLayout layout) {
        return of(layout.latest() + " has content but is no btrfs subvolume" + UNWRITTEN
                + "Set snapshot-method: hard-link, or move its content into a subvolume of that name (btrfs subvolume"
                + " create)");
    }

    static DestinationException notBtrfs(DestinationLayout layout) {
        return of(layout.parent() + " does not lie on btrfs" + UNWRITTEN + "Set snapshot-method: hard-link or auto");
    }

    static String text(SnapshotMethod method) {
        return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** On the root file system an empty place looks just like the mount point of a disk that is not mounted. */
    static boolean onOtherFileSystem(Storage storage, DestinationLayout layout) throws IOException {
        Path existing = PathRules.nearestExisting(storage, layout.parent());
        return PathRules.device(storage, existing) != PathRules.device(storage, Path.of("/"));
    }

    private static String adoptBody(Storage storage, DestinationLayout layout) {
        try {
            return onOtherFileSystem(storage, layout)
                    ? ""
                    : " with {\"initialise\": true} (it lies on the root file system)";
        } catch (IOException e) {
            return "";
        }
    }

    private static DestinationException of(String message) {
        return new DestinationException(Reason.NOT_RECOGNISED, message);
    }
}
