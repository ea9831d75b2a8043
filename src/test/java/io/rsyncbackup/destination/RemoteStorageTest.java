package io.rsyncbackup.destination;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.SshConnection;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over a real login. */
class RemoteStorageTest extends StorageContract {
    @TempDir
    static Path directory;

    private static SshServer server;
    private static SshConnection connection;

    @BeforeAll
    static void connect() {
        server = SshServer.start(directory.resolve("server"));
        connection = new SshConnection(new LocalCommandRunner("test"), server.target(), directory.resolve("control"));
    }

    @AfterAll
    static void end() {
        connection.close();
        server.close();
    }

    @Override
    Storage storage() {
        return Storage.there(connection.runner(), connection.shortCommands(), List::of);
    }

    @Override
    Storage other() {
        return Storage.here(new LocalCommandRunner("test"));
    }
}
