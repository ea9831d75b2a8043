package io.rsyncbackup.transfer;

import io.rsyncbackup.command.SshConnection;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This host once more as if it were another one: behind a real sshd and a real rsync daemon. */
final class OtherHost implements AutoCloseable {
    private static final String MODULE = "everything";

    final SshServer server;
    final RsyncDaemon daemon;
    final Path shown;
    private final SshConnection connection;

    /**
     * @param shown what the daemon has in its module
     */
    OtherHost(Path directory, Path shown, RsyncModule... more) {
        this.shown = shown;
        server = SshServer.start(directory.resolve("sshd"));
        connection = new SshConnection(Shell.RUNNER, server.target(), directory.resolve("control"));
        daemon = RsyncDaemon.start(
                directory.resolve("rsyncd"),
                Stream.concat(Stream.of(RsyncModule.of(MODULE, shown)), Stream.of(more))
                        .toArray(RsyncModule[]::new));
    }

    Endpoint.OverSsh overSsh(Path path) {
        return overSsh(path, List.of());
    }

    Endpoint.OverSsh overSsh(Path path, List<String> prefix) {
        return Endpoint.over(connection, path.toString(), prefix);
    }

    Endpoint.Daemon onDaemon(Path path) {
        return onDaemon(MODULE, "/" + shown.relativize(path), null, null);
    }

    Endpoint.Daemon onDaemon(String module, String path, @Nullable String user, @Nullable Path passwordFile) {
        return new Endpoint.Daemon(
                new Location.Daemon(user, daemon.host(), daemon.port(), module, path),
                passwordFile,
                null,
                true,
                false,
                true);
    }

    @Override
    public void close() {
        connection.close();
        server.close();
        daemon.close();
    }
}
