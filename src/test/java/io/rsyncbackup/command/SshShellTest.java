package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshShellTest {
    @TempDir
    Path directory;

    private SshServer server;
    private SshConnection connection;
    private CommandRunner runner;

    @BeforeEach
    void connect() {
        server = SshServer.start(directory.resolve("server"));
        connection = new SshConnection(new LocalCommandRunner("node"), server.target(), directory.resolve("control"));
        runner = connection.shortCommands();
    }

    @AfterEach
    void end() {
        connection.close();
        server.close();
    }

    private List<String> lines(String... argv) {
        List<String> lines = new ArrayList<>();
        CommandResult result = runner.run(
                Command.of(argv),
                new CommandOutput() {
                    @Override
                    public void out(byte[] line) {
                        lines.add("out " + new String(line, UTF_8));
                    }

                    @Override
                    public void err(byte[] line) {
                        lines.add("err " + new String(line, UTF_8));
                    }
                },
                StopSignal.NEVER);
        lines.add("exit " + result.exitCode());
        return lines;
    }

    @Test
    void keepsTheCommandsApart() {
        assertThat(lines("printf", "one\n\ntwo")).containsExactly("out one", "out ", "out two", "exit 0");
        assertThat(lines("printf", "one\n\n")).containsExactly("out one", "out ", "exit 0");
        assertThat(lines("sh", "-c", "echo problem >&2; exit 7")).containsExactly("err problem", "exit 7");
        assertThat(lines("true")).containsExactly("exit 0");
        assertThat(lines("sh", "-c", "kill -9 $$")).contains("exit 137");
        assertThat(lines("cat")).as("there is no input").containsExactly("exit 0");
        assertThat(server.logins()).isEqualTo(1);
    }

    @Test
    void givesEveryCommandACleanEnvironmentWithTheMarkOfThisServer() {
        lines("sh", "-c", "cd /; export LEFT=over");
        assertThat(lines("env"))
                .contains("out LC_ALL=C.UTF-8", "out RSYNC_BACKUP_SERVER_NODE=node")
                .noneMatch(line -> line.contains("LEFT"));
    }

    @Test
    void passesOddArgumentsOn() {
        String odd = "a 'b' \"c\" $(touch ran) `touch ran` ; touch ran & é -x *";
        assertThat(lines("printf", "%s|", odd, "", "-n")).containsExactly("out " + odd + "||-n|", "exit 0");
        assertThat(lines("printf", "%s", "first\nsecond")).containsExactly("out first", "out second", "exit 0");
    }

    @Test
    void deliversLongOutput() {
        List<String> lines = lines("seq", "100000");
        assertThat(lines).hasSize(100_001).endsWith("out 100000", "exit 0");
    }

    @Test
    void namesAProgramThatIsMissingThere() {
        assertThatExceptionOfType(CommandNotStartedException.class)
                .isThrownBy(() -> lines("getfattr-of-old", "x"))
                .withMessageContaining("getfattr-of-old")
                .withMessageContaining("127.0.0.1");
    }

    @Test
    void logsInAgainAfterTheConnectionBroke() {
        lines("true");
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(server::breakConnections);
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(() -> lines("sleep", "60"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.NETWORK));
        assertThat(lines("echo", "again")).containsExactly("out again", "exit 0");
        assertThat(server.logins()).isEqualTo(2);
    }

    @Test
    void endsWhenItIsToldTo() {
        ManualStop stop = new ManualStop();
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(stop::request);
        CommandResult result = runner.run(Command.of("sleep", "60"), CommandOutput.IGNORE, stop);
        assertThat(result.stopped()).isTrue();
        assertThat(lines("echo", "next")).containsExactly("out next", "exit 0");
    }

    @Test
    void tellsWhatAConsumerThrows() {
        CommandOutput broken = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                throw new IllegalStateException("full");
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> runner.run(Command.of("echo", "x"), broken, StopSignal.NEVER))
                .withMessage("full");
        assertThat(lines("echo", "next")).containsExactly("out next", "exit 0");
    }
}
