package io.rsyncbackup.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** What this room is told by the configuration: the server's data directory, absolute, never part of a transfer. */
public record BackupSettings(Path dataDirectory) {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSettings.class);

    /** Where the processes of one run meet to share a connection to another host. */
    Path controlDirectory() {
        return dataDirectory.resolve("ssh");
    }

    /** Sockets of connections that ended with a server that was killed; a younger one is in use. */
    void clearConnections(Instant before) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(controlDirectory(), "ssh-*")) {
            for (Path socket : left) {
                if (Files.getLastModifiedTime(socket, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before)) {
                    Files.deleteIfExists(socket);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // no host was ever connected to
        } catch (IOException e) {
            LOG.warn("old sockets were left in {}: {}", controlDirectory(), e.getMessage());
        }
    }

    Path scratch(String run) {
        return dataDirectory.resolve("scratch").resolve(run);
    }

    /** For a dry run's stand-in of a latest that does not exist yet. */
    Path emptyDirectory(String run) {
        return dataDirectory.resolve("scratch").resolve(run + ".empty");
    }

    /** Both are empty when a run ends as it should; what a killed run left goes with the next start. */
    void removeScratch(String run) {
        try {
            Files.deleteIfExists(scratch(run));
            Files.deleteIfExists(emptyDirectory(run));
        } catch (IOException e) {
            LOG.warn("file lists of run {} were left in {}: {}", run, dataDirectory.resolve("scratch"), e.getMessage());
        }
    }

    /** At start, when nothing runs: file lists that a killed run left. */
    void clearScratch() {
        Path scratch = dataDirectory.resolve("scratch");
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try {
            FileSystemUtils.deleteRecursively(scratch);
        } catch (IOException e) {
            LOG.warn("old file lists were left in {}: {}", scratch, e.getMessage());
        }
    }
}
