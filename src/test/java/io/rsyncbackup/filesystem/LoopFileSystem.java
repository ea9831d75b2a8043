package io.rsyncbackup.filesystem;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real file system in a sparse image (or in memory), mounted in a directory of its own, unmounted when closed. */
public final class LoopFileSystem implements AutoCloseable {
    private final Path directory;

    private LoopFileSystem(Path directory) {
        this.directory = directory;
    }

    /** @param options of mkfs, as {@code -N 64} for few inodes */
    public static LoopFileSystem ext4(int mebibytes, String... options) {
        return make(mebibytes, "mkfs.ext4", options(options, "-q", "-F", "-m", "0"));
    }

    /** At least 300 MiB. */
    public static LoopFileSystem xfs(int mebibytes, String... options) {
        return make(mebibytes, "mkfs.xfs", options(options, "-q", "-f"));
    }

    /** At least 110 MiB. */
    public static LoopFileSystem btrfs(int mebibytes, String... options) {
        return make(mebibytes, "mkfs.btrfs", options(options, "-q", "-f"));
    }

    /** @param options of mount, as {@code size=1m,nr_inodes=100} */
    public static LoopFileSystem tmpfs(String options) {
        LoopFileSystem made = new LoopFileSystem(freshDirectory());
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", made.path().toString());
        return made;
    }

    /** Where it is mounted. */
    public Path path() {
        return directory.resolve("mounted");
    }

    public Path image() {
        return directory.resolve("image");
    }

    /** @param options as {@code ro} */
    public void remount(String options) {
        run("mount", "-o", "remount," + options, path().toString());
    }

    public void unmount() {
        run("umount", path().toString());
    }

    public void mount() {
        run("mount", "-o", "loop", image().toString(), path().toString());
    }

    /** Leaves room for so many bytes, by a file {@code filler}; delete it to have room again. */
    public Path fill(long leaveBytes) {
        Path filler = path().resolve("filler");
        try {
            long free = Files.getFileStore(path()).getUsableSpace() - leaveBytes;
            run("fallocate", "--length", Long.toString(Math.max(1, free)), filler.toString());
            return filler;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        attempt(List.of("umount", "--recursive", path().toString()));
        attempt(List.of("umount", "--recursive", "--lazy", path().toString()));
        attempt(List.of("rm", "-rf", "--one-file-system", directory.toString()));
    }

    private static LoopFileSystem make(int mebibytes, String program, List<String> options) {
        LoopFileSystem made = new LoopFileSystem(freshDirectory());
        run("truncate", "--size=" + mebibytes + "M", made.image().toString());
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(options);
        argv.add(made.image().toString());
        run(argv.toArray(String[]::new));
        made.mount();
        return made;
    }

    private static Path freshDirectory() {
        if (!"root".equals(System.getProperty("user.name"))) {
            missing("mounting a file system needs root");
        }
        try {
            Path directory = Files.createTempDirectory("loop-file-system").toRealPath();
            Files.createDirectory(directory.resolve("mounted"));
            return directory;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> options(String[] given, String... usual) {
        List<String> options = new ArrayList<>(List.of(usual));
        options.addAll(List.of(given));
        return options;
    }

    private static void run(String... argv) {
        String problem = attempt(List.of(argv));
        if (!problem.isEmpty()) {
            missing(String.join(" ", argv) + ": " + problem);
        }
    }

    /** Answers what went wrong, or nothing. */
    private static String attempt(List<String> argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "failed: " + output.strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static void missing(String what) {
        if (System.getenv("CI") != null) {
            fail(what + "; in CI nothing may be missing");
        }
        abort(what);
    }
}
