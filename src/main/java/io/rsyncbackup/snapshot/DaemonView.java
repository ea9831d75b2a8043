package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonEntry;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DaemonOwnFiles;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lay at a daemon's destination at one moment.
 *
 * @param names of everything in the parent
 * @param directories that have a snapshot's name
 * @param claims on names, for snapshots to be made
 * @param keepsOwners false where the daemon works as an ordinary user
 * @param nanoseconds whether times there surely keep them
 */
record DaemonView(
        Set<String> names,
        Set<String> directories,
        Map<String, Sidecar> sidecars,
        Set<DaemonClaim> claims,
        boolean keepsOwners,
        boolean nanoseconds) {
    private static final String FOLDER = "snapshots/";
    private static final String SUFFIX = ".json";
    private static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(Snapshot::takenAt)
            .thenComparing(Snapshot::name)
            .reversed();

    static DaemonView read(DaemonModule module, StopSignal stop) {
        List<DaemonEntry> entries = list(module, stop);
        // read afterwards: of a snapshot published in between its description is seen
        DaemonOwnFiles own = module.readOwn(stop).orElseThrow(() -> gone(module));
        Map<String, Sidecar> sidecars = sidecars(own);
        if (!sidecars.keySet().containsAll(directories(module, entries))) {
            // one without a description may have gone in between, description and all
            entries = list(module, stop);
        }
        return new DaemonView(
                entries.stream().map(DaemonEntry::name).collect(Collectors.toSet()),
                directories(module, entries),
                sidecars,
                own.claims().stream().map(DaemonClaim::parse).collect(Collectors.toSet()),
                own.keepsOwners(),
                own.nanoseconds());
    }

    private static List<DaemonEntry> list(DaemonModule module, StopSignal stop) {
        return module.list(stop).orElseThrow(() -> gone(module));
    }

    private static Set<String> directories(DaemonModule module, List<DaemonEntry> entries) {
        return entries.stream()
                .filter(DaemonEntry::isDirectory)
                .map(DaemonEntry::name)
                .filter(name -> !name.equals(module.address().element()))
                .filter(name -> SnapshotNames.parse(name, ZoneOffset.UTC).isPresent())
                .collect(Collectors.toSet());
    }

    private static Map<String, Sidecar> sidecars(DaemonOwnFiles own) {
        Map<String, Sidecar> sidecars = new HashMap<>();
        own.files().forEach((file, content) -> {
            if (file.startsWith(FOLDER) && file.endsWith(SUFFIX)) {
                sidecars.put(file.substring(FOLDER.length(), file.length() - SUFFIX.length()), Sidecars.parse(content));
            }
        });
        return sidecars;
    }

    /** Where a description lies, below the server's own directory. */
    static String file(String name) {
        return FOLDER + name + SUFFIX;
    }

    /** Newest first. */
    List<Snapshot> snapshots(DestinationLayout layout, ZoneId zone) {
        List<Snapshot> snapshots = new ArrayList<>();
        directories.forEach(name -> find(layout, name, zone).ifPresent(snapshots::add));
        snapshots.sort(NEWEST_FIRST);
        return snapshots;
    }

    /** Empty when it is no snapshot, or one that is not finished, or one that is being removed. */
    Optional<Snapshot> find(DestinationLayout layout, String name, ZoneId zone) {
        if (!directories.contains(name)) {
            return Optional.empty();
        }
        Optional<Sidecar> sidecar = Optional.ofNullable(sidecars.get(name));
        Sidecar.State state = sidecar.map(Sidecar::state).orElse(Sidecar.State.COMPLETE);
        return switch (state) {
            case BUILDING, REMOVING -> Optional.empty();
            case COMPLETE, PARTIAL ->
                SnapshotNames.parse(name, zone)
                        .map(takenAt -> SnapshotDirectories.join(
                                layout, name, takenAt, sidecar, state == Sidecar.State.PARTIAL));
        };
    }

    /** Whether nobody but this claim's owner has its name. */
    boolean free(DaemonClaim claim) {
        return !names.contains(claim.name())
                && !sidecars.containsKey(claim.name())
                && claims(claim.name()).allMatch(claim::equals);
    }

    /** Who makes or made it, by its description. */
    DaemonClaim maker(String name) {
        Sidecar sidecar = sidecars.get(name);
        return sidecar == null
                ? new DaemonClaim(name, null, null)
                : new DaemonClaim(name, sidecar.run(), sidecar.node());
    }

    Stream<DaemonClaim> claims(String name) {
        return claims.stream().filter(claim -> claim.name().equals(name));
    }

    /** Names with a description in that state, whether or not there is a directory; the newest first. */
    List<String> in(Sidecar.State state) {
        return sidecars.entrySet().stream()
                .filter(entry -> entry.getValue().state() == state)
                .map(Map.Entry::getKey)
                .filter(name -> SnapshotNames.parse(name, ZoneOffset.UTC).isPresent())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static DestinationException gone(DaemonModule module) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                module.address().parent().text() + " is not there; is its disk mounted on the daemon's host?");
    }
}
