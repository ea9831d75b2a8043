package io.rsyncbackup.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the small files in which a host tells of itself. */
final class HostFile {
    private HostFile() {}

    /** Empty when there is no such file: then it has no entries. */
    static byte[] read(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw DeviceException.refused(what + " cannot be read: " + e.getMessage()
                    + "; let the user of this server read " + file + " (mode 0644)");
        }
    }

    /** The first line; empty when there is none or it cannot be read. */
    static String line(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Where a link leads, as it is written; empty when there is none. */
    static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Empty when the directory is not there, or another's. */
    static List<Path> entries(Path directory, String glob) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            return entries;
        }
        return entries;
    }
}
