package io.rsyncbackup.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out who keeps a mounted file system busy, from what the kernel tells of each process. */
final class Holders {
    private static final int MOST = 10;
    private static final String DELETED = " (deleted)";

    private final HostPaths host;
    private final MountInfo mounts;

    Holders(HostPaths host, MountInfo mounts) {
        this.host = host;
        this.mounts = mounts;
    }

    /** One text each, as {@code process 4711 (bash): working directory /mnt/backups}; the first ten. */
    List<String> of(Path mountPoint) {
        List<String> found = new ArrayList<>();
        mounts.below(mountPoint).forEach(mount -> found.add("a file system mounted at " + mount.directory()));
        for (Path loop : HostFile.entries(host.sysBlock(), "loop*")) {
            String backing = HostFile.line(loop.resolve("loop/backing_file"));
            if (inside(backing, mountPoint)) {
                found.add("/dev/" + loop.getFileName() + ": made of " + backing);
            }
        }
        for (Path process : HostFile.entries(host.proc(), "[0-9]*")) {
            held(process, mountPoint)
                    .ifPresent(what -> found.add("process " + process.getFileName() + " ("
                            + HostFile.line(process.resolve("comm")) + "): " + what));
        }
        return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
    }

    private static Optional<String> held(Path process, Path mountPoint) {
        return link("working directory", process.resolve("cwd"), mountPoint)
                .or(() -> link("root directory", process.resolve("root"), mountPoint))
                .or(() -> link("program", process.resolve("exe"), mountPoint))
                .or(() -> HostFile.entries(process.resolve("fd"), "*").stream()
                        .flatMap(file -> link("open file", file, mountPoint).stream())
                        .findFirst())
                .or(() -> mapped(process, mountPoint));
    }

    private static Optional<String> link(String what, Path link, Path mountPoint) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return inside(target, mountPoint) ? Optional.of(what + " " + target) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> mapped(Path process, Path mountPoint) {
        try {
            return new String(Files.readAllBytes(process.resolve("maps")), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.indexOf('/') >= 0)
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(file -> inside(file, mountPoint))
                    .findFirst()
                    .map(file -> "mapped file " + file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean inside(String target, Path mountPoint) {
        if (!target.startsWith("/")) {
            return false;
        }
        try {
            String plain = target.endsWith(DELETED) ? target.substring(0, target.length() - DELETED.length()) : target;
            return Path.of(plain).startsWith(mountPoint);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
