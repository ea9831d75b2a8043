package io.rsyncbackup.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Reads and writes the file that holds the admin token. */
final class AdminTokenFile {
    private static final int SHORTEST = 16;

    private AdminTokenFile() {}

    static String read(Path file) {
        String key = "backup.security.admin-token-file " + file;
        try {
            String token = Files.readString(file).strip();
            if (token.length() < SHORTEST || !token.chars().allMatch(AdminTokenFile::mayBeInHeader)) {
                throw new IllegalStateException(key + " must hold one token of at least " + SHORTEST
                        + " visible ASCII characters; make one with: openssl rand -hex 32 > " + file);
            }
            return token;
        } catch (IOException e) {
            throw new IllegalStateException(
                    key + " cannot be read (" + e + "); make it readable for the server, or leave the key out", e);
        }
    }

    /** Created exclusively, so that nobody's link is followed and nobody has it open; then it takes its name. */
    static void write(Path file, String token) {
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token cannot be written to " + file + ": " + e, e);
        }
    }

    private static boolean mayBeInHeader(int character) {
        return character > ' ' && character < 127;
    }
}
