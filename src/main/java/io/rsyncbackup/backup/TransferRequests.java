package io.rsyncbackup.backup;

import io.rsyncbackup.destination.MountTable;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.transfer.Endpoint;
import io.rsyncbackup.transfer.TransferRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run asks of the transfer. */
final class TransferRequests {
    private TransferRequests() {}

    static TransferRequest of(BackupSession session, BackupTools tools, boolean sharesInodes) {
        return request(
                session,
                tools,
                latest(session, tools),
                sharesInodes,
                List.of(),
                null,
                Prefix.ordinaryUser(session.spec(), session.place().root().getAsBoolean()));
    }

    /**
     * What a run asks of a transfer to a daemon.
     *
     * @param keepsOwners false where the daemon works as an ordinary user, who could not remove what is closed to him
     */
    static TransferRequest toDaemon(
            BackupSession session,
            BackupTools tools,
            Endpoint.Daemon directory,
            List<String> linkDest,
            Endpoint.@Nullable Daemon compareWith,
            boolean keepsOwners) {
        boolean ordinaryUser = Prefix.ordinaryUser(session.spec(), Privileges.root());
        return request(session, tools, directory, false, linkDest, compareWith, ordinaryUser || !keepsOwners);
    }

    private static TransferRequest request(
            BackupSession session,
            BackupTools tools,
            Endpoint latest,
            boolean sharesInodes,
            List<String> linkDest,
            Endpoint.@Nullable Daemon compareWith,
            boolean ordinaryUser) {
        PlanSpec spec = session.spec();
        Path scratch = tools.settings().scratch(session.run().id());
        return new TransferRequest(
                session.source(),
                latest,
                sharesInodes,
                session.dryRun(),
                linkDest,
                compareWith,
                spec.exclude(),
                spec.excludedRoots(),
                exclusions(session, tools.settings().dataDirectory()),
                spec.multiFs(),
                spec.bandwidthLimit(),
                seconds(spec.ioTimeout()),
                session.options().allowDeletions() ? null : spec.maxDelete(),
                ordinaryUser,
                session.prefixHere(),
                made(scratch));
    }

    private static Endpoint latest(BackupSession session, BackupTools tools) {
        return session.fresh() || (session.dryRun() && !latestExists(session))
                ? Endpoint.of(made(tools.settings().emptyDirectory(session.run().id())))
                : session.latest();
    }

    private static boolean latestExists(BackupSession session) {
        try {
            return session.place().storage().exists(session.layout().latest());
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : Math.max(1, duration.toSeconds());
    }

    /** Every path under which the destination and the data directory can be met, bind mounts included. */
    private static List<Path> exclusions(BackupSession session, Path dataDirectory) {
        MountTable mounts = MountTable.read();
        Set<Path> exclusions = new LinkedHashSet<>();
        boolean here = session.spec().destination() instanceof Location.Local;
        for (Path own : here ? List.of(session.layout().parent(), dataDirectory) : List.of(dataDirectory)) {
            exclusions.add(own);
            Path real = real(own);
            exclusions.add(real);
            exclusions.addAll(mounts.aliases(real));
        }
        return new ArrayList<>(exclusions);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for file lists below the data directory", e);
        }
    }
}
