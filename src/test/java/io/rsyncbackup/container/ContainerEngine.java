package io.rsyncbackup.container;

import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Docker engine that runs here, else one of our own; it leaves the network of this machine as it found it. */
final class ContainerEngine implements AutoCloseable {
    private static final Path TARGET = Path.of("target/container").toAbsolutePath();
    private static final Path IMAGE_SCRIPT =
            Path.of("src/test/resources/container/image.sh").toAbsolutePath();

    private static final String SERVER = "rsync-backup-server:test";

    private final @Nullable Process own;
    private final FileChannel lock;

    private ContainerEngine(@Nullable Process own, FileChannel lock) {
        this.own = own;
        this.lock = lock;
    }

    static ContainerEngine ready() {
        if (!answers()) {
            Needs.root();
            Needs.programs("docker", "dockerd", "mmdebstrap");
        }
        try {
            Files.createDirectories(TARGET);
            // test classes run in several processes at once, and who started the engine ends it
            var lock = FileChannel.open(TARGET.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            if (answers()) {
                return new ContainerEngine(null, lock);
            }
            // Pulls fail at once on the loopback: nothing here needs a foreign image. No rules, no forwarding:
            // published
            // ports go through the engine's own proxy, and other tests' networks stay as they are.
            var builder = new ProcessBuilder(
                            "dockerd",
                            "--data-root=" + TARGET.resolve("data"),
                            "--exec-root=" + TARGET.resolve("exec"),
                            "--pidfile=" + TARGET.resolve("pid"),
                            "--iptables=false",
                            "--ip6tables=false",
                            "--ip-forward=false",
                            "--ip-masq=false")
                    .redirectErrorStream(true)
                    .redirectOutput(TARGET.resolve("engine.log").toFile());
            builder.environment().put("HTTP_PROXY", "http://127.0.0.1:9");
            builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:9");
            var engine = new ContainerEngine(builder.start(), lock);
            engine.awaitAnswer();
            return engine;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Builds the host's image unless the engine has it; answers its name. */
    String image() {
        var name = "rsync-backup-test-host:" + Shell.run("sha256sum \"$1\" | cut -c 1-12", IMAGE_SCRIPT);
        if (Shell.attempt("docker image inspect \"$1\"", name).exitCode() != 0) {
            System.out.println(Shell.run("bash \"$1\" \"$2\"", IMAGE_SCRIPT, name));
        }
        return name;
    }

    /** The server's, from {@code docker/Dockerfile} and the packaged jar; answers its name. */
    String serverImage() {
        // the public image of Debian cannot be had everywhere
        System.out.println(Shell.run("""
                docker image inspect debian:trixie-slim >/dev/null 2>&1 ||
                    bash src/test/resources/container/debian-image.sh debian:trixie-slim trixie
                tar -c docker target/rsync-backup-server-*.jar |
                    DOCKER_BUILDKIT=0 docker build --quiet --network host -f docker/Dockerfile -t "$1" \
                        --build-arg VERSION=1.2.3 - >&2
                """, SERVER));
        return SERVER;
    }

    @Override
    public void close() {
        if (own != null) {
            Shell.attempt("docker ps -q | xargs -r docker kill");
            own.destroy();
            try {
                if (!own.waitFor(30, TimeUnit.SECONDS)) {
                    own.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                own.destroyForcibly();
            }
            Shell.attempt("ip link delete docker0");
        }
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitAnswer() {
        for (int attempt = 0; attempt < 300; attempt++) {
            if (answers()) {
                return;
            }
            Shell.attempt("sleep 0.2");
        }
        close();
        throw new AssertionError(
                "dockerd does not start:\n" + Shell.run("tail -n 20 \"$1\"", TARGET.resolve("engine.log")));
    }

    private static boolean answers() {
        return Shell.attempt("docker version").exitCode() == 0;
    }
}
