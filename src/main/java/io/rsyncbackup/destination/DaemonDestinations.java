package io.rsyncbackup.destination;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The destination of one daemon's module: whether it is the right one. There is no lock, and nobody can tell how full it
 * is.
 */
public final class DaemonDestinations implements Destinations {
    private static final String IDENTITY = "destination.json";
    private static final String LATEST = "latest.json";

    private final DaemonModule module;
    private final Clock clock;
    private final DaemonNotRecognised refusals;

    public DaemonDestinations(DaemonModule module, Clock clock) {
        this.module = module;
        this.clock = clock;
        this.refusals = new DaemonNotRecognised(module.address());
    }

    @Override
    public DestinationIdentity recognise(
            DestinationLayout layout, Set<String> knownIds, boolean mayInitialise, @Nullable SnapshotMethod wanted) {
        try {
            refuseBtrfs(wanted);
            List<DaemonEntry> entries =
                    module.list(StopSignal.NEVER).orElseThrow(() -> refusals.nothing(false, !knownIds.isEmpty()));
            refuseLinks(entries);
            byte[] content = own(IDENTITY).orElse(null);
            if (content == null) {
                throw isEmpty(entries)
                        ? refusals.nothing(true, !knownIds.isEmpty())
                        : refusals.foreign(foreign(entries));
            }
            DestinationIdentity identity = IdentityFile.parseIdentity(content).orElseThrow(refusals::broken);
            refuseOther(identity);
            if (!knownIds.contains(identity.id())) {
                throw refusals.unknown(identity);
            }
            return identity;
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    /** Never by itself: whether a disk is mounted on the daemon's host cannot be seen. */
    @Override
    public boolean mayInitialise(DestinationLayout layout, @Nullable Path dataDirectory) {
        return false;
    }

    @Override
    public DestinationIdentity adopt(DestinationLayout layout, boolean initialise, @Nullable SnapshotMethod wanted) {
        try {
            refuseBtrfs(wanted);
            Optional<List<DaemonEntry>> entries = module.list(StopSignal.NEVER);
            entries.ifPresent(this::refuseLinks);
            Optional<byte[]> content = own(IDENTITY);
            Optional<DestinationIdentity> identity = content.flatMap(IdentityFile::parseIdentity);
            if (identity.isPresent()) {
                refuseOther(identity.get());
                return identity.get();
            }
            boolean nothing = content.isEmpty() && entries.map(this::isEmpty).orElse(true);
            if (nothing && !initialise) {
                throw refusals.nothing(entries.isPresent(), false);
            }
            return initialise();
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    @Override
    public Optional<DestinationIdentity> peek(DestinationLayout layout) {
        try {
            return own(IDENTITY).flatMap(IdentityFile::parseIdentity);
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    /** Holds nobody off: everybody writes under a name of his own. */
    @Override
    public DestinationLock lock(DestinationLayout layout, String holder) {
        return DestinationLock.none();
    }

    @Override
    public Optional<String> busyWith(DestinationLayout layout) {
        return Optional.empty();
    }

    @Override
    public Capacity capacity(DestinationLayout layout) {
        throw new DestinationException(
                Reason.UNAVAILABLE, "an rsync daemon does not tell how much room its disk has; look at its host");
    }

    @Override
    public Optional<LatestState> latestState(DestinationLayout layout) {
        try {
            return own(LATEST).map(IdentityFile::parseLatest);
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    @Override
    public void writeLatestState(DestinationLayout layout, LatestState state) {
        try {
            module.write(Map.of(LATEST, IdentityFile.format(state)), StopSignal.NEVER);
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    private DestinationIdentity initialise() {
        DestinationIdentity identity = new DestinationIdentity(
                UUID.randomUUID().toString(),
                module.address().element(),
                SnapshotMethod.HARD_LINK,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        module.initialise(Map.of(IDENTITY, IdentityFile.format(identity)), StopSignal.NEVER);
        // two servers may have begun at once: what lies there now holds
        return own(IDENTITY).flatMap(IdentityFile::parseIdentity).orElseThrow(refusals::broken);
    }

    private Optional<byte[]> own(String file) {
        return module.readOwn(StopSignal.NEVER).map(DaemonOwnFiles::files).map(files -> files.get(file));
    }

    private void refuseBtrfs(@Nullable SnapshotMethod wanted) {
        if (wanted == SnapshotMethod.BTRFS) {
            throw refusals.btrfs();
        }
    }

    private void refuseOther(DestinationIdentity identity) {
        if (!identity.latest().equals(module.address().element())) {
            throw refusals.otherElement(identity);
        }
        if (identity.method() == SnapshotMethod.BTRFS) {
            throw refusals.btrfs();
        }
    }

    private void refuseLinks(List<DaemonEntry> entries) {
        for (DaemonEntry entry : entries) {
            boolean ours = entry.name().equals(DaemonCommands.OWN)
                    || entry.name().equals(module.address().element());
            if (ours && !entry.isDirectory()) {
                throw refusals.noRealDirectory(entry.name());
            }
        }
    }

    /** But for what a file system itself puts there and our own. */
    private int foreign(List<DaemonEntry> entries) {
        return (int) entries.stream()
                .filter(entry -> !Set.of("lost+found", DaemonCommands.OWN).contains(entry.name()))
                .count();
    }

    private boolean isEmpty(List<DaemonEntry> entries) {
        return foreign(entries) == 0;
    }
}
