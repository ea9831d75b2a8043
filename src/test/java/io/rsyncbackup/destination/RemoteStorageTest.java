package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.SshConnection;
import io.rsyncbackup.network.SshServer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    /** An empty list would be taken for the truth: for no snapshots, and then latest is written in place. */
    @Test
    void refusesToListWhatItCannotReadWhole() throws Exception {
        Path shut = Files.createDirectory(directory.resolve("shut"));
        Files.writeString(shut.resolve("a.json"), "{}");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx--x--x"));
        Storage nobody = asNobody();

        assertThat(nobody.isDirectory(shut)).isTrue();
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> nobody.read(shut));
        assertThatIOException().isThrownBy(() -> nobody.contents(shut, ".json", 10));
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
        assertThatIOException().isThrownBy(() -> nobody.content(shut.resolve("a.json"), 10));
    }

    /** A copy is neither whole at once nor made in a moment. */
    @Test
    void doesNotCopyToAnotherFileSystem() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(directory)),
                "needs a second file system at /dev/shm");
        Path from = Files.createDirectory(directory.resolve("here"));
        Path to = memory.resolve("rsync-backup-" + System.nanoTime());
        assertThatIOException().isThrownBy(() -> storage().rename(from, to)).withMessageContaining("cross-device");
        assertThat(from).exists();
        assertThat(to).doesNotExist();
    }

    @Test
    void runsItsOwnProgramsAsTheOneWhoOwnsTheFiles() throws Exception {
        assertThat(asNobody().run("id", "--user").outputTail().strip()).isEqualTo("65534");
    }

    @Test
    void saysThatSudoIsMissingAndNotThatAPathIs() throws Exception {
        Storage refused = Storage.there(
                connection.runner(),
                connection.shortCommands(),
                () -> List.of("sh", "-c", "echo 'sudo: a password is required' >&2; exit 1", "sudo"));

        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> refused.look(directory))
                .withMessageContainingAll("sudo: a password is required", "sudo: false")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(DestinationException.Reason.PERMISSION));
    }

    private static Storage asNobody() {
        return Storage.there(
                connection.runner(),
                connection.shortCommands(),
                () -> List.of("setpriv", "--reuid=65534", "--clear-groups", "--"));
    }
}
