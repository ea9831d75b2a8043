package io.rsyncbackup.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the real rsync what it makes of a location: it tells its remote shell, or the program that connects. */
class RsyncAgreesTest {
    private final CommandRunner runner = new LocalCommandRunner("test-rsync-agrees");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:/dir",
                "host:/a:b",
                "host:/a::b",
                "root@host:/dir",
                "a@b@host:/dir",
                "[::1]:/dir",
                "root@[fe80::1%eth0]:/dir",
                "[127.0.0.1]:/dir",
                "/dir:x",
                "/host:/dir"
            })
    void aboutUserHostAndPathOfARemoteShell(String text) throws Exception {
        Path heard = directory.resolve("heard");
        Path shell = script("printf '%s\\n' \"$@\" >" + heard + "; exit 255");
        run(Map.of(), "rsync", "--archive", "--rsh=" + shell, text, directory + "/to/");
        switch (Locations.parse(text)) {
            case Location.Local local -> assertThat(heard).as("%s", local).doesNotExist();
            case Location.Ssh ssh -> {
                List<String> argv = Files.readAllLines(heard);
                int rsync = argv.indexOf("rsync");
                assertThat(argv.subList(0, rsync))
                        .isEqualTo(ssh.user() == null ? List.of(ssh.host()) : List.of("-l", ssh.user(), ssh.host()));
                assertThat(argv.getLast()).isEqualTo(ssh.path());
            }
            case Location.Daemon daemon -> throw new AssertionError(daemon);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host::module/dir",
                "[::1]::module",
                "me@host::module/a:b",
                "rsync://host/module/dir",
                "RSYNC://me@host:8730/module/dir",
                "rsync://[::1]:99/module"
            })
    void aboutHostAndModuleOfADaemon(String text) throws Exception {
        Path heard = directory.resolve("heard");
        // as a daemon does: greet, read greeting and module
        Path connect = script("echo '@RSYNCD: 31.0'; read greeting; read module;"
                + " printf '%s\\n' \"$1\" \"$module\" >" + heard + "; exit 1");
        run(Map.of("RSYNC_CONNECT_PROG", connect + " %H"), "rsync", "--archive", text, directory + "/to/");
        var daemon = (Location.Daemon) Locations.parse(text);
        Consumer<List<String>> agrees = lines -> {
            assertThat(lines.getFirst()).isEqualTo(daemon.host());
            assertThat(lines.getLast()).isEqualTo(daemon.module());
        };
        agrees.accept(Files.readAllLines(heard));
        Files.delete(heard);

        // and our own spelling means the same to it
        run(Map.of("RSYNC_CONNECT_PROG", connect + " %H"), "rsync", "--archive", daemon.text(), directory + "/to/");
        agrees.accept(Files.readAllLines(heard));
    }

    private void run(Map<String, String> environment, String... argv) {
        runner.run(new Command(List.of(argv), environment, null), CommandOutput.IGNORE, StopSignal.NEVER);
    }

    private Path script(String text) throws Exception {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
