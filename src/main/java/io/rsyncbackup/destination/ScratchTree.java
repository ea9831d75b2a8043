package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Small trees in this server's own scratch directory: what is to be sent to a daemon, or came from one. */
final class ScratchTree {
    private static final long COARSE = 100;

    private ScratchTree() {}

    /** What is done in a directory that lives no longer. */
    interface Work<T> {
        T in(Path directory) throws IOException;
    }

    static <T> T with(Path scratch, Work<T> work) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(scratch), "daemon");
        try {
            return work.in(directory);
        } finally {
            delete(directory);
        }
    }

    static void write(Path root, Map<String, byte[]> files, List<String> directories) throws IOException {
        for (String directory : directories) {
            Files.createDirectories(root.resolve(directory));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey()).normalize();
            if (!path.startsWith(root) || path.equals(root)) {
                throw new IllegalArgumentException("not a file below " + DaemonCommands.OWN + ": " + file.getKey());
            }
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
    }

    /** Reads what was fetched, and forgets every name that this server would not have written. */
    static DaemonOwnFiles own(Path root, boolean keepsOwners) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        read(root, "", files);
        read(root.resolve("snapshots"), "snapshots/", files);
        Set<String> claims = new HashSet<>();
        for (Path claim : entries(root.resolve("incomplete"))) {
            claims.add(String.valueOf(claim.getFileName()));
        }
        return new DaemonOwnFiles(Map.copyOf(files), Set.copyOf(claims), keepsOwners, nanoseconds(root));
    }

    /** Their times came with them. Some file systems keep steps of 100 ns, others coarser ones. */
    private static boolean nanoseconds(Path root) throws IOException {
        for (Path file : entries(root)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) % COARSE != 0) {
                return true;
            }
        }
        return false;
    }

    private static void read(Path directory, String prefix, Map<String, byte[]> files) throws IOException {
        for (Path file : entries(directory)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.put(prefix + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
