package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots on a daemon, where nothing can be locked, copied or renamed: each is transferred into a new directory
 * that is nobody else's, and is one only from the moment its description says so. Every attempt has its own directory: a
 * second pass into a begun one would change, in place, files that it shares with others.
 */
public final class DaemonAttempts {
    /** How long what another server began is left alone. */
    static final Duration PATIENCE = Duration.ofDays(7);

    private static final int NAME_ATTEMPTS = 30;
    private static final int MOST_UNFINISHED = 8;

    private final DaemonModule module;
    private final Clock clock;

    public DaemonAttempts(DaemonModule module, Clock clock) {
        this.module = module;
        this.clock = clock;
    }

    /** What an attempt would be like; changes nothing. */
    public DaemonAttempt look(String run, String node, StopSignal stop) {
        return asked(() -> attempt(DaemonView.read(module, stop), now(), run, node, theirs -> true));
    }

    /**
     * Takes a name, which is the present second. Nothing is to be seen yet. Who looks after he has put his claim sees every
     * claim put before his, so of two one at least gives way; given up claims go with what else this run has left.
     *
     * @param running whether that run is under way in this server: nothing is shared with what somebody still writes
     * @throws DestinationException when the daemon does not allow it
     */
    public DaemonAttempt begin(String run, String node, Predicate<String> running, StopSignal stop) {
        return asked(() -> {
            for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
                Instant second = now();
                DaemonClaim claim = new DaemonClaim(SnapshotNames.of(second), run, node);
                if (put(claim, stop)) {
                    DaemonView view = DaemonView.read(module, stop);
                    if (view.free(claim)) {
                        return attempt(view, second, run, node, running);
                    }
                }
                // two that both gave way must not meet each second
                awaitAfter(second.plusSeconds(ThreadLocalRandom.current().nextInt(Math.min(attempt, 3) + 1)), stop);
            }
            throw new SnapshotException(
                    Reason.INTERNAL, "every snapshot name of these seconds is taken; look at this machine's clock");
        });
    }

    /** Says that it is being made: from now on its directory may be there. */
    public void announce(DaemonAttempt attempt) {
        asked(() -> write(Map.of(attempt.name(), building(attempt))));
    }

    /** Gives its name back; only where nothing was transferred. */
    public void abandon(DaemonAttempt attempt) {
        asked(() -> {
            module.remove(
                    List.of(
                            ".rsync-backup/" + DaemonView.file(attempt.name()),
                            new DaemonClaim(attempt.name(), attempt.run(), attempt.node()).path()),
                    StopSignal.NEVER);
            return true;
        });
    }

    /**
     * Makes a snapshot of what was transferred. Durable when it returns, as far as a daemon can be asked for that. May be
     * asked for again when the answer was lost on its way.
     */
    public Snapshot publish(
            DestinationLayout layout,
            DaemonAttempt attempt,
            boolean partial,
            @Nullable Long bytesTotal,
            @Nullable Long filesTotal) {
        return asked(() -> {
            Sidecar before =
                    DaemonView.read(module, StopSignal.NEVER).sidecars().get(attempt.name());
            if (before == null
                    || before.state() == Sidecar.State.REMOVING
                    || !attempt.run().equals(before.run())) {
                throw new SnapshotException(
                        Reason.INTERNAL,
                        "another server has discarded the unfinished " + attempt.name() + " at "
                                + module.address().parent().text() + "; start a new run");
            }
            Sidecar whole = isPublished(before) ? before : whole(attempt, partial, bytesTotal, filesTotal);
            write(Map.of(attempt.name(), whole));
            // the rename is on the disk for sure only when something written after it is
            write(Map.of(attempt.name(), whole));
            return SnapshotDirectories.join(layout, attempt.name(), attempt.takenAt(), Optional.of(whole), partial);
        });
    }

    /**
     * Gives up unfinished ones that nobody works on: this run's, those of this server's runs that have ended, and whatever
     * others began more than a week ago. They are removed with the next removed snapshots.
     *
     * @param running whether that run is under way in this server
     */
    public void discard(String run, String node, Predicate<String> running) {
        asked(() -> {
            DaemonView view = DaemonView.read(module, StopSignal.NEVER);
            Map<String, Sidecar> dead = new HashMap<>();
            for (String name : view.in(Sidecar.State.BUILDING)) {
                Sidecar sidecar = view.sidecars().get(name);
                if (sidecar != null && (view.maker(name).isOurs(run, node, running) || isOld(name))) {
                    dead.put(name, sidecar.in(Sidecar.State.REMOVING));
                }
            }
            if (!dead.isEmpty()) {
                write(dead);
            }
            List<String> claims = view.claims().stream()
                    .filter(claim -> claim.isOurs(run, node, running)
                            // another's, who died before he announced it, or has published it
                            || (view.sidecars().containsKey(claim.name())
                                    ? isPublished(view.sidecars().get(claim.name()))
                                    : isOld(claim.name())))
                    .map(DaemonClaim::path)
                    .toList();
            module.remove(claims, StopSignal.NEVER);
            return true;
        });
    }

    private static Sidecar whole(
            DaemonAttempt attempt, boolean partial, @Nullable Long bytesTotal, @Nullable Long filesTotal) {
        return new Sidecar(
                partial ? Sidecar.State.PARTIAL : Sidecar.State.COMPLETE,
                attempt.takenAt().toString(),
                attempt.run(),
                attempt.node(),
                Sidecar.How.LINK_DEST,
                bytesTotal,
                filesTotal,
                false,
                null);
    }

    private static boolean isPublished(@Nullable Sidecar sidecar) {
        return sidecar != null
                && (sidecar.state() == Sidecar.State.COMPLETE || sidecar.state() == Sidecar.State.PARTIAL);
    }

    private boolean isOld(String name) {
        return SnapshotNames.parse(name, ZoneOffset.UTC)
                .filter(begun -> begun.isBefore(clock.instant().minus(PATIENCE)))
                .isPresent();
    }

    private DaemonAttempt attempt(DaemonView view, Instant second, String run, String node, Predicate<String> running) {
        List<String> linkDest = new ArrayList<>();
        view.in(Sidecar.State.COMPLETE).stream()
                .filter(view.directories()::contains)
                .filter(name -> Sidecar.independent(view.sidecars().get(name)))
                .findFirst()
                .ifPresent(linkDest::add);
        view.in(Sidecar.State.BUILDING).stream()
                .filter(view.directories()::contains)
                .filter(name -> Sidecar.independent(view.sidecars().get(name)))
                .filter(name -> view.maker(name).isOurs(run, node, running))
                .limit(MOST_UNFINISHED)
                .forEach(linkDest::add);
        String newest = view.in(Sidecar.State.COMPLETE).stream()
                .filter(view.directories()::contains)
                .findFirst()
                .orElse(null);
        return new DaemonAttempt(
                SnapshotNames.of(second),
                second,
                run,
                node,
                List.copyOf(linkDest),
                newest,
                view.keepsOwners(),
                view.nanoseconds());
    }

    private boolean put(DaemonClaim claim, StopSignal stop) {
        try {
            return module.claim(claim.text(), stop);
        } catch (DaemonException e) {
            if (e.kind() != DaemonException.Kind.NO_SUCH_DIRECTORY) {
                throw e;
            }
            // not where the parent itself is not there: its disk may not be mounted
            DaemonView.read(module, stop);
            module.initialise(Map.of(), stop);
            return module.claim(claim.text(), stop);
        }
    }

    private static Sidecar building(DaemonAttempt attempt) {
        return new Sidecar(
                Sidecar.State.BUILDING,
                attempt.takenAt().toString(),
                attempt.run(),
                attempt.node(),
                Sidecar.How.LINK_DEST,
                null,
                null,
                false,
                null);
    }

    private boolean write(Map<String, Sidecar> sidecars) {
        Map<String, byte[]> files = new HashMap<>();
        sidecars.forEach((name, sidecar) -> files.put(DaemonView.file(name), Sidecars.format(sidecar)));
        module.write(files, StopSignal.NEVER);
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void awaitAfter(Instant second, StopSignal stop) {
        try {
            Thread.sleep(Math.max(1, clock.instant().until(second.plusSeconds(1), ChronoUnit.MILLIS) + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was begun", e);
        }
        if (stop.requested()) {
            throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was begun");
        }
    }

    private static <T> T asked(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (DaemonException e) {
            throw e.translated();
        }
    }
}
