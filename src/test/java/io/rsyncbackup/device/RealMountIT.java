package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real file systems, mounted by the real /etc/fstab of a mount namespace of its own: the machine's stays as it is. The
 * servers are JVMs in that namespace.
 */
@Timeout(120)
class RealMountIT {
    @TempDir
    Path directory;

    private final LocalCommandRunner runner = new LocalCommandRunner("real-mount");
    private Path mountPoint;
    private Path image;
    private DeviceProcess server;

    @BeforeEach
    void prepare() throws IOException {
        needs();
        Path real = directory.toRealPath();
        mountPoint = Files.createDirectory(real.resolve("my disk"));
        image = real.resolve("disk.img");
        succeeds("truncate", "-s", "20M", image.toString());
        succeeds("mkfs.ext4", "-q", "-F", image.toString());
        Files.writeString(
                real.resolve("fstab"),
                image + " " + mountPoint.toString().replace(" ", "\\040") + " ext4 loop,noauto,nofail 0 0\n");
        Files.createSymbolicLink(real.resolve("link"), mountPoint);
        server = DeviceProcess.startReal(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --bind \"$0\" /etc/fstab && exec \"$@\"",
                        real.resolve("fstab").toString()),
                real.resolve("run"));
    }

    @AfterEach
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void mountsByFstabAndUnmounts() throws IOException {
        assertThat(server.ask("acquire mount " + mountPoint))
                .startsWith("Held[")
                .contains("command=mount ");
        assertThat(mounted()).isTrue();
        assertThat(server.ask("release")).startsWith("Undone[");
        assertThat(mounted()).isFalse();
    }

    @Test
    void whoKeepsItBusyIsNamedAndItIsNotForced() throws Exception {
        server.ask("acquire mount " + mountPoint);
        Process sleeper = inside("cd \"$0\"; exec sleep 60", mountPoint.toString());
        Process reader = inside("exec sleep 61 <\"$0/lost+found\"", mountPoint.toString());
        try {
            untilWorking(sleeper, reader);
            assertThat(server.ask("release"))
                    .startsWith("Left[")
                    .contains("target is busy")
                    .contains("process " + sleeper.pid() + " (sleep): working directory " + mountPoint)
                    .contains("process " + reader.pid() + " (sleep): open file " + mountPoint + "/lost+found");
            assertThat(mounted()).isTrue();
        } finally {
            sleeper.destroyForcibly().waitFor();
            reader.destroyForcibly().waitFor();
        }
        assertThat(server.ask("leftovers")).isEqualTo("[]");
        assertThat(mounted()).isFalse();
    }

    @Test
    void aMountPointIsFoundThroughALink() throws IOException {
        assertThat(server.ask("acquire mount " + mountPoint)).startsWith("Held[");
        assertThat(server.ask("look mount " + directory.toRealPath().resolve("link")))
                .contains("up=true");
        server.ask("release");
    }

    @Test
    void anotherServerOfTheSameHostSharesIt() throws Exception {
        server.ask("acquire mount " + mountPoint);
        try (DeviceProcess other = DeviceProcess.startReal(
                List.of("nsenter", "-t", Long.toString(server.pid()), "-m", "--"),
                directory.toRealPath().resolve("run"))) {
            assertThat(other.ask("acquire mount " + mountPoint)).contains("for another run already");
            assertThat(server.ask("release")).isEqualTo("StillUsed[]");
            assertThat(mounted()).isTrue();
            assertThat(other.ask("release")).startsWith("Undone[");
        }
        assertThat(mounted()).isFalse();
    }

    @Test
    void whatAKilledServerHadMountedIsUnmountedByTheNextOne() throws Exception {
        Process keeper = inside("exec sleep 100");
        try {
            server.ask("die after mount");
            server.tell("acquire mount " + mountPoint);
            server.untilDead();
            DeviceProcess next = DeviceProcess.startReal(
                    List.of("nsenter", "-t", Long.toString(keeper.pid()), "-m", "--"),
                    directory.toRealPath().resolve("run"));
            try (next) {
                assertThat(next.ask("look mount " + mountPoint)).contains("up=true");
                assertThat(next.ask("leftovers")).isEqualTo("[]");
                assertThat(next.ask("look mount " + mountPoint)).contains("up=false");
            }
        } finally {
            keeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void leavesWhatAPersonMountedInItsPlace() throws Exception {
        server.ask("acquire mount " + mountPoint);
        assertThat(inside(
                                "umount \"$0\" && mkdir -p \"$0.other\" && mount -t tmpfs x \"$0.other\" && mount \"$0\"",
                                mountPoint.toString())
                        .waitFor())
                .isZero();
        assertThat(server.ask("release")).isEqualTo("NotOurs[]");
        assertThat(mounted()).isTrue();
    }

    @Test
    void aMissingImageIsAMissingDevice() throws IOException {
        Files.delete(image);
        assertThat(server.ask("acquire mount " + mountPoint))
                .startsWith("Missing[")
                .contains("fstab");
    }

    private boolean mounted() throws IOException {
        return server.ask("look mount " + mountPoint).contains("up=true");
    }

    private Process inside(String script, String... arguments) throws IOException {
        List<String> argv = new java.util.ArrayList<>(
                List.of("nsenter", "-t", Long.toString(server.pid()), "-m", "--", "sh", "-c", script));
        argv.addAll(List.of(arguments));
        return new ProcessBuilder(argv).inheritIO().start();
    }

    private static void untilWorking(Process... processes) throws IOException, InterruptedException {
        for (Process process : processes) {
            while (!Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                    .strip()
                    .equals("sleep")) {
                Thread.sleep(10);
            }
        }
    }

    private void needs() {
        boolean possible = "root".equals(System.getProperty("user.name"))
                && runner.run(Command.of("unshare", "-m", "true")).succeeded()
                && runner.run(Command.of("sh", "-c", "command -v mkfs.ext4 nsenter"))
                        .succeeded();
        if (!possible && System.getenv("CI") != null) {
            fail("needs root, mount namespaces and mkfs.ext4");
        }
        if (!possible) {
            abort("needs root, mount namespaces and mkfs.ext4");
        }
    }

    private void succeeds(String... argv) {
        CommandResult result = runner.run(Command.of(argv));
        assertThat(result.succeeded()).as(result.errorTail()).isTrue();
    }
}
