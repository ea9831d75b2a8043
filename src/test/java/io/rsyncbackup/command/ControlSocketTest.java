package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    @TempDir
    Path directory;

    @Test
    void liesInTheDirectoryThatIsWantedForTheOwnerOnly() throws Exception {
        try (ControlSocket one = ControlSocket.in(directory.resolve("a/b"));
                ControlSocket other = ControlSocket.in(directory.resolve("a/b"))) {
            assertThat(one.path().getParent()).isEqualTo(directory.resolve("a/b"));
            assertThat(one.path()).isNotEqualTo(other.path());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a/b"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void liesElsewhereWhenThatWouldBeTooLongForASocket() throws Exception {
        Path path;
        try (ControlSocket socket = ControlSocket.in(directory.resolve("x".repeat(100)))) {
            path = socket.path();
            assertThat(path.toString().length()).isLessThan(90);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(path.getParent()).doesNotExist();
        assertThat(directory.resolve("x".repeat(100))).doesNotExist();
    }
}
