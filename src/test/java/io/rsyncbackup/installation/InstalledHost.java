package io.rsyncbackup.installation;

import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * This machine once more, to install things into: its file system with all changes in memory, a network and processes of
 * its own. Nothing of it is left when it is closed.
 */
final class InstalledHost implements AutoCloseable {
    private static final String SET_UP = """
            set -eu
            mount -t tmpfs tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            for directory in dev sys; do mount --rbind "/$directory" "$1/root/$directory"; done
            mount -t proc proc "$1/root/proc"
            mount -t tmpfs tmpfs "$1/root/run"
            mkdir -p "$1/root/run/lock"
            ip link set lo up
            touch "$1/root/run/ready"
            exec sleep infinity
            """;

    private final Process namespaces;
    private final Path root;

    /** @param directory empty */
    InstalledHost(Path directory) {
        root = directory.resolve("root");
        try {
            namespaces = new ProcessBuilder(
                            "unshare",
                            "--mount",
                            "--net",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            "sh",
                            "-c",
                            SET_UP,
                            "sh",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolveSibling("namespaces.log").toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await("namespaces")
                .atMost(Duration.ofSeconds(20))
                .until(() -> first().findAny().isPresent()
                        && attempt("[ -e /run/ready ]").exitCode() == 0);
    }

    /** A script there; ends at the first command that fails. */
    String run(String script, Object... arguments) {
        var result = attempt(script, arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    "exit " + result.exitCode() + " of: " + script + "\n" + text(result.output()) + result.error());
        }
        return text(result.output()).strip();
    }

    /** Both outputs are one. */
    Shell.Result attempt(String script, Object... arguments) {
        var init = first().findAny().orElseThrow();
        return Shell.attempt(
                """
                process=$1 root=$2 script=$3
                shift 3
                exec nsenter --target "$process" --mount --net --pid --root="$root" --wd="$root" \
                    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
                    DEBIAN_FRONTEND=noninteractive bash -euo pipefail -c "exec 2>&1; $script" bash "$@"
                """,
                Stream.concat(
                                Stream.of(init.pid(), "/proc/" + init.pid() + "/root" + root, script),
                                Stream.of(arguments))
                        .toArray());
    }

    /** Puts a file of this machine there. */
    void copy(Path file, String to) {
        // this machine's files are that one's
        run("cp \"$1\" \"$2\"", file.toAbsolutePath(), to);
    }

    private Stream<ProcessHandle> first() {
        return namespaces.children();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        namespaces.destroy();
        try {
            if (!namespaces.waitFor(10, TimeUnit.SECONDS)) {
                namespaces.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
