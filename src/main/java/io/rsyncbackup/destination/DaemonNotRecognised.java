package io.rsyncbackup.destination;

import io.rsyncbackup.destination.DestinationException.Reason;

/** What to say when a destination on a daemon is not the plan's. */
final class DaemonNotRecognised {
    private static final String UNWRITTEN = "; nothing was written. ";
    private static final String ADOPT = "POST /api/v1/plans/{plan}/adopt";
    private static final String INITIALISE = ADOPT + " with {\"initialise\": true}";

    private final DaemonAddress address;
    private final String where;

    DaemonNotRecognised(DaemonAddress address) {
        this.address = address;
        this.where = address.parent().text();
    }

    DestinationException nothing(boolean directory, boolean knownBefore) {
        String place = directory ? " is empty" : " does not exist";
        String before = knownBefore ? " although this plan has backed up to a destination there" : "";
        return of(where + place + before + UNWRITTEN + "If a disk belongs there, mount it on the daemon's host, which"
                + " cannot be seen from here. To begin a new destination, " + INITIALISE);
    }

    DestinationException unknown(DestinationIdentity identity) {
        return of(where + " holds the destination " + identity.id() + ", which this plan has not used before"
                + UNWRITTEN + "If it is the right one, " + ADOPT);
    }

    DestinationException otherElement(DestinationIdentity identity) {
        return of(where + " is the destination of " + where + "/" + identity.latest() + " and cannot be that of "
                + address.latest().text() + " too" + UNWRITTEN + "Give every plan a directory of its own, as "
                + address.latest().text() + "/latest");
    }

    DestinationException broken() {
        return of(where + "/" + DaemonCommands.OWN + "/destination.json is not whole or was written by a newer version"
                + UNWRITTEN + "If it is the right destination, " + ADOPT + " gives it a new identity");
    }

    DestinationException foreign(int entries) {
        return of(where + " holds " + entries + " entries but no " + DaemonCommands.OWN + "/destination.json"
                + UNWRITTEN + "If it is the right place, " + ADOPT + " accepts it as it is");
    }

    DestinationException noRealDirectory(String name) {
        return of(where + "/" + name + " is not a real directory, and what a link leads to could be overwritten"
                + UNWRITTEN + "Remove it on the daemon's host, or choose another destination");
    }

    DestinationException btrfs() {
        return of("an rsync daemon cannot make btrfs snapshots" + UNWRITTEN
                + "Set snapshot-method: hard-link or auto, or reach that host by SSH");
    }

    private static DestinationException of(String message) {
        return new DestinationException(Reason.NOT_RECOGNISED, message);
    }
}
