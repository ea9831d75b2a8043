package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped script that an rsync daemon's hooks are. */
@Timeout(300)
class DaemonHookScriptIT {
    @TempDir
    Path directory;

    private PushReceiver host;

    @BeforeEach
    void setUp() {
        Needs.root();
        Needs.programs("rsync", "curl");
        host = new PushReceiver(directory.resolve("host"));
    }

    @AfterEach
    void tearDown() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void theScriptShowsItsTokenToNobodyAndKeepsTheClientOutWhenMisconfigured() throws Exception {
        var token = Files.readString(directory.resolve("host/etc/hook.token"));
        var bin = SampleTrees.create(directory.resolve("bin"));
        Shell.run("""
                printf '#!/bin/sh\\ntr "\\\\0" " " < /proc/$$/cmdline >> %s/argv\\nenv >> %s/argv\\nexec %s "$@"\\n' \
                    "$1" "$1" "$(command -v curl)" > "$1/curl"; chmod +x "$1/curl"
                """, bin);
        var call = "PATH=\"$1:$PATH\" RSYNC_MODULE_NAME=laptop RSYNC_MODULE_PATH=\"$2\" RSYNC_PID=$$ RSYNC_ARG0=rsyncd "
                + "RSYNC_ARG1=--server RSYNC_ARG2=. RSYNC_EXIT_STATUS=0 \"$3\" pre \"$4\"";
        var conf = directory.resolve("host/etc/hook.conf");
        assertThat(Shell.attempt(call, bin, host.latest(), host.hook(), conf).exitCode())
                .isZero();
        assertThat(bin.resolve("argv")).content().contains("RSYNC_ARG1").doesNotContain(token);

        var unknown = Shell.attempt(call, bin, directory, host.hook(), conf);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.error()).contains("no plan with source: none has the destination " + directory);
        assertThat(new String(unknown.output(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        "the backup server does not take this module; its administrator finds the reason in the system's log\n");

        Shell.run("echo wrong > \"$1\"", directory.resolve("host/etc/hook.token"));
        var wrong = Shell.attempt(call, bin, host.latest(), host.hook(), conf);
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.error()).contains("401");
        Shell.run("chmod 644 \"$1\"", directory.resolve("host/etc/hook.token"));
        var open = Shell.attempt(call, bin, host.latest(), host.hook(), conf);
        assertThat(open.exitCode()).isEqualTo(1);
        assertThat(open.error()).contains("chmod 600");

        Shell.run(
                "chmod 600 \"$1\"; echo url=http://127.0.0.1:1 > \"$2\"",
                directory.resolve("host/etc/hook.token"),
                conf);
        var down = Shell.attempt(call, bin, host.latest(), host.hook(), conf);
        assertThat(down.exitCode())
                .as("a push while the server is down is let in")
                .isZero();
        assertThat(down.error()).contains("does not answer");
    }

    @Test
    void theScriptIsCleanForShellcheck() {
        Needs.programs("shellcheck");
        Shell.run("shellcheck src/main/dist/rsync-daemon/rsync-backup-server-hook");
    }
}
