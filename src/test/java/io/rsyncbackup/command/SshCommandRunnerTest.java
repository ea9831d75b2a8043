package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a program is started on another host, and what it is given. */
class SshCommandRunnerTest extends CommandRunnerContract {
    private static final String NODE = "test-ssh-" + ProcessHandle.current().pid();

    private static SshServer server;
    private static SshConnection connection;

    @TempDir
    Path directory;

    @BeforeAll
    static void connect(@TempDir Path shared) {
        server = SshServer.start(shared.resolve("sshd"));
        connection = new SshConnection(new LocalCommandRunner(NODE), server.target(), shared.resolve("control"));
    }

    @AfterAll
    static void disconnect() {
        connection.close();
        server.close();
        assertThat(ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE))
                .isEmpty();
    }

    @Override
    CommandRunner runner() {
        return connection.runner();
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        List<String> arguments = List.of(
                "",
                " ",
                "a b",
                "'",
                "\"",
                "\\",
                "$HOME",
                "*",
                "-x",
                "--",
                "ü€𝄞",
                "a\tb",
                "!",
                "!!",
                "`id`",
                "a;b",
                "%s",
                "\n",
                "a\nb\n",
                "\r",
                "$(touch /tmp/x)",
                "~",
                "&",
                "|",
                "\\'",
                "'\\''",
                "\\0134",
                "%%",
                "#",
                "{a,b}",
                "?",
                "[a-z]",
                "\u007f",
                "\u0001",
                "=",
                "a=b",
                "\\c",
                "$'a'",
                "^a^b");
        Path output = directory.resolve("output");
        Command command = Command.of(Stream.concat(Stream.of("printf", "%s\\0"), arguments.stream())
                        .toList())
                .withOutput(output);
        assertThat(runner().run(command).exitCode()).isZero();
        assertThat(Files.readString(output, UTF_8).split("\0", -1))
                .startsWith(arguments.toArray(String[]::new))
                .hasSize(arguments.size() + 1);
    }

    @Test
    void givesACleanEnvironmentWithTheMarksOfThisServer() {
        Command command = withEnvironment(Map.of("TZ", "Europe/Amsterdam"), "env");
        assertThat(runner().run(command).outputTail().lines())
                .filteredOn(line -> !line.startsWith(ProcessGroup.VARIABLE + "="))
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "LC_ALL=C.UTF-8",
                        "HOME=/nonexistent",
                        "TZ=Europe/Amsterdam",
                        "RSYNC_BACKUP_SERVER_NODE=" + NODE);
    }

    @Test
    void givesNoVariableThatMightBeSecret() {
        assertThatThrownBy(() -> runner().run(withEnvironment(Map.of("RSYNC_PASSWORD", "s3cret"), "env")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RSYNC_PASSWORD")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void givesAFileAsInputAndTakesTheOutputByteForByte() throws Exception {
        byte[] content = new byte[3_000_000];
        new java.util.Random(7).nextBytes(content);
        Path input = Files.write(directory.resolve("input"), content);
        Path output = directory.resolve("output");
        CommandResult result = runner().run(Command.of("cat").withInput(input).withOutput(output));
        assertThat(result.exitCode()).isZero();
        assertThat(result.outputTail()).isEmpty();
        assertThat(Files.readAllBytes(output)).isEqualTo(content);
    }

    @Test
    void givesTheEndOfFileWhenThereIsNoInput() {
        assertThat(runner().run(Command.of("cat")).succeeded()).isTrue();
    }

    @Test
    void doesNotMindAProgramThatReadsNothingOfItsInput() throws Exception {
        Path file = Files.write(directory.resolve("input"), new byte[10_000_000]);
        assertThat(runner().run(Command.of("true").withInput(file)).succeeded()).isTrue();
    }

    @Test
    void deliversAHundredThousandLinesInOrder() {
        AtomicInteger next = new AtomicInteger(1);
        AtomicInteger wrong = new AtomicInteger();
        CommandOutput output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                if (!new String(line, UTF_8).equals(Integer.toString(next.getAndIncrement()))) {
                    wrong.incrementAndGet();
                }
            }
        };
        assertThat(runner().run(Command.of("seq", "100000"), output, StopSignal.NEVER)
                        .succeeded())
                .isTrue();
        assertThat(next.get()).isEqualTo(100_001);
        assertThat(wrong.get()).isZero();
    }

    @Test
    void keepsTheErrorLinesAsTheyAre() {
        RecordedOutput output = new RecordedOutput();
        for (String text : List.of("", "a", "a\n", "a\n\n", "\n", "a\n\nb")) {
            output = new RecordedOutput();
            runner().run(Command.of("sh", "-c", "printf %s \"$1\" >&2", "sh", text), output, StopSignal.NEVER);
            assertThat(output.err()).isEqualTo(text.lines().toList());
        }
    }

    @Test
    void tellsEveryExitCodeAndTheSignalThatEndedAProgram() {
        for (int code : new int[] {0, 1, 2, 23, 127, 128, 254, 255}) {
            assertThat(runner().run(Command.of("sh", "-c", "exit " + code)).exitCode())
                    .isEqualTo(code);
        }
        CommandResult killed = runner().run(Command.of("sh", "-c", "kill -KILL $$"));
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(killed.stopped()).isFalse();
        assertThat(killed.errorTail()).isEmpty();
    }

    @Test
    void saysWhichPackageBringsAMissingProgramAndWhere() {
        assertThatThrownBy(() -> runner().run(Command.of("no-such-program-here")))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("no-such-program-here cannot be run on 127.0.0.1");
        assertThatThrownBy(() -> runner().run(Command.of("ionice", "-c", "idle", "no-such-program-here")))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("no-such-program-here cannot be run on 127.0.0.1");
        assertThat(Programs.missing("rsync", "far"))
                .isEqualTo("rsync cannot be run on far: it is not installed there; on Debian: apt-get install rsync");
    }

    @Test
    void runsMoreCommandsAtOnceThanOneLoginCarries() {
        // MaxSessions is 10 unless the host's administrator says otherwise
        List<CompletableFuture<CommandResult>> results = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            String number = Integer.toString(i);
            results.add(CompletableFuture.supplyAsync(
                    () -> runner().run(Command.of("sh", "-c", "sleep 2; echo \"$1\"", "sh", number)),
                    Thread::startVirtualThread));
        }
        for (int i = 0; i < 14; i++) {
            assertThat(results.get(i).join().outputTail()).isEqualTo(Integer.toString(i));
            assertThat(results.get(i).join().errorTail()).isEmpty();
        }
    }

    @Test
    void saysThatArgumentsAreTooLong() {
        assertThatThrownBy(() -> runner().run(Command.of("echo", "x".repeat(140_000))))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("echo cannot be run on 127.0.0.1: its arguments are too long");
    }

    @Test
    void logsInOnceForManyCommandsAndAnRsync() throws Exception {
        runner().run(Command.of("true"));
        long before = server.logins();
        for (int i = 0; i < 20; i++) {
            assertThat(runner().run(Command.of("true")).succeeded()).isTrue();
        }
        Files.writeString(Files.createDirectory(directory.resolve("from")).resolve("file"), "content");
        CommandResult rsync = new LocalCommandRunner(NODE)
                .run(Command.of(
                        "rsync",
                        "-a",
                        "-e",
                        connection.rsyncShellOption(),
                        "--rsync-path=" + connection.rsyncPath(List.of("rsync")),
                        directory.resolve("from") + "/",
                        server.user() + "@127.0.0.1:" + directory.resolve("to") + "/"));
        assertThat(rsync.errorTail()).isEmpty();
        assertThat(rsync.exitCode()).isZero();
        assertThat(directory.resolve("to/file")).hasContent("content");
        assertThat(server.logins()).isEqualTo(before).isPositive();
    }
}
