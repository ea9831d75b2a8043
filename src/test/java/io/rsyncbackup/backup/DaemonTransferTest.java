package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which transfers are a push, by what a real daemon tells its hooks. */
@Timeout(60)
class DaemonTransferTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "rsyncd --server -logDtpre.iLsfxCIvu --delete . /, PUSH",
        "rsyncd --server -logDtpre.iLsfxCIvu --inplace . /g, PUSH",
        "rsyncd --server -slogDtpre.iLsfxCIvu . /, PUSH",
        "rsyncd --server -logDtpre.nLsfxCIvun . /, PUSH",
        "rsyncd --server -logDtpr . -n --dry-run --sender, PUSH",
        "rsyncd --server -nlogDtpre.iLsfxCIvu --delete . /sub/, DRY_RUN",
        "rsyncd --server -logDtpre.iLsfxCIvu -n . /, DRY_RUN",
        "rsyncd --server -logDtpre.iLsfxCIvu --dry-run . /, DRY_RUN",
        "rsyncd --server -logDtpre.iLsfxCIvu --only-write-batch=X . /, DRY_RUN",
        "rsyncd --server --sender -de.LsfxCIvu --list-only . /, PULL",
        "rsyncd --server --sender -logDtpre.iLsfxCIvu . /, PULL",
        "rsyncd --server --sender -nlogDtpre.iLsfxCIvu . /, PULL",
    })
    void isReadFromTheArguments(String arguments, DaemonTransfer expected) {
        assertThat(DaemonTransfer.of(List.of(arguments.split(" ")))).isEqualTo(expected);
    }

    @Test
    void isAPushWhereNothingIsKnown() {
        assertThat(DaemonTransfer.of(List.of())).isEqualTo(DaemonTransfer.PUSH);
    }

    @Test
    void isSeenInWhatARealDaemonTellsItsHooks() throws Exception {
        Path module = Files.createDirectories(directory.resolve("module"));
        Path told = directory.resolve("told");
        Files.writeString(directory.resolve("client"), "content");
        Path hook = directory.resolve("hook");
        Files.writeString(hook, """
                #!/bin/sh
                i=0
                while eval "[ \\"\\${RSYNC_ARG$i+x}\\" ]"; do
                    eval "printf '%%s\\n' \\"\\$RSYNC_ARG$i\\""
                    i=$((i + 1))
                done > '%s'
                """.formatted(told));
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        try (RsyncDaemon daemon = RsyncDaemon.start(
                directory.resolve("daemon"), RsyncModule.of("m", module).preTransfer(hook.toString()))) {
            String file = directory.resolve("client").toString();
            assertThat(asked(told, "-a", file, daemon.url("m") + "/")).isEqualTo(DaemonTransfer.PUSH);
            assertThat(asked(told, "-aHAXS", "--inplace", "--delete", file, daemon.url("m") + "/"))
                    .isEqualTo(DaemonTransfer.PUSH);
            assertThat(asked(told, "-a", "--secluded-args", file, daemon.url("m") + "/a b"))
                    .isEqualTo(DaemonTransfer.PUSH);
            assertThat(asked(told, "-a", "--temp-dir=.", file, daemon.url("m") + "/-n"))
                    .isEqualTo(DaemonTransfer.PUSH);
            assertThat(asked(told, "-an", file, daemon.url("m") + "/")).isEqualTo(DaemonTransfer.DRY_RUN);
            assertThat(asked(told, "-a", "--dry-run", "--delete", file, daemon.url("m") + "/"))
                    .isEqualTo(DaemonTransfer.DRY_RUN);
            assertThat(asked(told, "-a", "-M--dry-run", file, daemon.url("m") + "/"))
                    .isEqualTo(DaemonTransfer.DRY_RUN);
            assertThat(asked(told, daemon.url("m") + "/")).isEqualTo(DaemonTransfer.PULL);
            assertThat(asked(told, "--list-only", "-r", daemon.url("m") + "/")).isEqualTo(DaemonTransfer.PULL);
            assertThat(asked(
                            told,
                            "-a",
                            daemon.url("m") + "/",
                            directory.resolve("pulled").toString()))
                    .isEqualTo(DaemonTransfer.PULL);
            Files.deleteIfExists(told);
            rsync(daemon.url(""));
            assertThat(told).as("nobody asks for a module").doesNotExist();
        }
    }

    private static DaemonTransfer asked(Path told, String... arguments) throws Exception {
        Files.deleteIfExists(told);
        rsync(arguments);
        List<String> seen = Files.readAllLines(told);
        assertThat(seen).startsWith("rsyncd", "--server");
        return DaemonTransfer.of(seen);
    }

    private static void rsync(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("rsync"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(argv.toString()).isZero();
    }
}
