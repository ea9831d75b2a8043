package io.rsyncbackup.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other tests rely on. */
class RsyncDaemonTest {
    private final CommandRunner runner = new LocalCommandRunner("test-rsync-daemon");

    @TempDir
    Path directory;

    private Path files;

    @BeforeEach
    void makeFiles() throws Exception {
        files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("one"), "1");
    }

    @Test
    void servesModulesWithAndWithoutAPassword() throws Exception {
        try (RsyncDaemon daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("open", files),
                RsyncModule.of("closed", files).authUsers("alice"))) {
            assertThat(rsync(daemon.url("open") + "/").outputTail()).contains("one");
            String closed = daemon.url("alice", "closed") + "/";
            assertThat(rsync(closed, "--password-file=" + daemon.passwordFile()).outputTail())
                    .contains("one");
            Path wrong = directory.resolve("wrong");
            Files.copy(daemon.passwordFile(), wrong, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(wrong, "wrong\n");
            assertThat(rsync(closed, "--password-file=" + wrong).exitCode()).isEqualTo(5);
            assertThat(daemon.log()).contains("auth failed on module closed");
        }
    }

    @Test
    void runsHooksAndRefusesWhatItIsToldTo() throws Exception {
        Path told = directory.resolve("told");
        try (RsyncDaemon daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("read", files).readOnly().postTransfer("echo $RSYNC_EXIT_STATUS >>" + told),
                RsyncModule.of("careful", files).refuseOptions("delete*"),
                RsyncModule.of("write", files).writeOnly())) {
            String source = files + "/";
            assertThat(rsync("-r", source, daemon.url("read") + "/").errorTail())
                    .contains("read only");
            assertThat(rsync("-r", "--delete", source, daemon.url("careful") + "/")
                            .errorTail())
                    .contains("--delete");
            assertThat(rsync(daemon.url("write") + "/").errorTail()).contains("write only");
            await().untilAsserted(() -> assertThat(told).isNotEmptyFile());
        }
    }

    @Test
    void breaksConnectionsAndComesBackOnItsPort() throws Exception {
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.write(files.resolve("large"), new byte[20_000_000]);
        try (RsyncDaemon daemon = RsyncDaemon.start(directory.resolve("daemon"), RsyncModule.of("target", target))) {
            String[] slow = {"-r", "--whole-file", "--bwlimit=100", files + "/", daemon.url("target") + "/"};
            CompletableFuture<CommandResult> broken = CompletableFuture.supplyAsync(() -> rsync(slow));
            await().until(() -> daemon.connections() > 0);
            daemon.breakConnections();
            assertThat(broken.get().exitCode()).isIn(10, 12);

            daemon.stop();
            assertThat(rsync(daemon.url("target") + "/").exitCode()).isEqualTo(10);
            daemon.start();
            assertThat(rsync(daemon.url("target") + "/").exitCode()).isZero();
        }
    }

    private CommandResult rsync(String... arguments) {
        return runner.run(Command.of(
                Stream.concat(Stream.of("rsync"), Stream.of(arguments)).toList()));
    }
}
