package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a real program is started, and what it is given. */
class LocalCommandRunnerTest extends CommandRunnerContract {
    private static final String NODE = "test-start";

    @TempDir
    Path directory;

    @Override
    CommandRunner runner() {
        return new LocalCommandRunner(NODE);
    }

    @Test
    void givesACleanEnvironmentAndTheCommandsOwn() {
        Command command = withEnvironment(Map.of("RSYNC_PASSWORD", "s3cret", "EMPTY", ""), "env");
        List<String> environment = runner().run(command).outputTail().lines().toList();
        assertThat(environment)
                .filteredOn(line -> !line.startsWith(ProcessGroup.VARIABLE + "="))
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "LC_ALL=C.UTF-8",
                        "HOME=/nonexistent",
                        "RSYNC_BACKUP_SERVER_NODE=" + NODE,
                        "RSYNC_PASSWORD=s3cret",
                        "EMPTY=");
    }

    @Test
    void letsACommandReplaceTheEnvironmentButNotTheMarks() {
        Command command = withEnvironment(
                Map.of("HOME", "/root", LocalCommandRunner.NODE_VARIABLE, "x", ProcessGroup.VARIABLE, "x"), "env");
        assertThat(runner().run(command).outputTail().lines())
                .contains("HOME=/root", "RSYNC_BACKUP_SERVER_NODE=" + NODE)
                .doesNotContain(ProcessGroup.VARIABLE + "=x");
    }

    @Test
    void passesArgumentsAsTheyAre() {
        List<String> arguments = List.of(
                "", " ", "a b", "'", "\"", "\\", "$HOME", "*", "-x", "--", "ü€𝄞", "a\tb", "!", "`id`", "a;b", "%s");
        Command command = Command.of(
                java.util.stream.Stream.concat(java.util.stream.Stream.of("printf", "<%s>\\n"), arguments.stream())
                        .toList());
        assertThat(runner().run(command).outputTail().lines())
                .isEqualTo(
                        arguments.stream().map(argument -> "<" + argument + ">").toList());
    }

    @Test
    void startsTheProgramAsLeaderOfItsOwnSessionAndGroup() {
        String stat = runner().run(Command.of("cat", "/proc/self/stat")).outputTail();
        String[] fields = stat.split(" ", -1);
        assertThat(fields[4]).as("group").isEqualTo(fields[0]);
        assertThat(fields[5]).as("session").isEqualTo(fields[0]);
    }

    @Test
    void givesAFileAsInput() throws Exception {
        byte[] content = "one\ntwo\0three\nlast without end".repeat(20_000).getBytes(UTF_8);
        Path file = Files.write(directory.resolve("input"), content);
        CommandResult result = runner().run(Command.of("wc", "-c").withInput(file));
        assertThat(result.outputTail()).isEqualTo(Integer.toString(content.length));
    }

    @Test
    void writesTheOutputToAFileByteForByte() throws Exception {
        byte[] content = new byte[1_000_000];
        new java.util.Random(7).nextBytes(content);
        Path input = Files.write(directory.resolve("input"), content);
        Path output = Files.writeString(directory.resolve("output"), "old");
        RecordedOutput lines = new RecordedOutput();
        CommandResult result = runner().run(
                        Command.of("sh", "-c", "cat; echo done >&2")
                                .withInput(input)
                                .withOutput(output),
                        lines,
                        StopSignal.NEVER);
        assertThat(Files.readAllBytes(output)).isEqualTo(content);
        assertThat(lines.out()).isEmpty();
        assertThat(lines.err()).containsExactly("done");
        assertThat(result.outputTail()).isEmpty();
    }

    @Test
    void endsAProgramWhoseOutputCannotBeWritten() {
        for (Path nowhere : List.of(directory.resolve("missing/output"), Path.of("/dev/full"))) {
            assertThatThrownBy(() -> runner().run(Command.of("yes").withOutput(nowhere)))
                    .isInstanceOf(java.io.UncheckedIOException.class)
                    .hasMessageContaining(nowhere.toString());
        }
    }

    @Test
    void writesTheInputWhileTheProgramRuns() {
        CommandResult result = runner().run(Command.of("cat").withInput(stream -> {
            stream.write("one\n".getBytes(UTF_8));
            stream.flush();
            stream.write("two\n".getBytes(UTF_8));
        }));
        assertThat(result.outputTail()).isEqualTo("one\ntwo");
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
    void saysWhichInputIsMissing() {
        Command command = Command.of("cat").withInput(directory.resolve("missing"));
        assertThatThrownBy(() -> runner().run(command))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining(directory.resolve("missing").toString());
    }

    @Test
    void saysWhichPackageBringsAMissingProgram() {
        Map<String, String> elsewhere = Map.of("PATH", directory.toString());
        assertThatThrownBy(() -> runner().run(withEnvironment(elsewhere, "rsync", "--version")))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("rsync cannot be run")
                .hasMessageContaining("apt-get install rsync");
    }

    @Test
    void saysItAlsoOfTheProgramThatAnotherOneShouldStart() {
        assertThatThrownBy(() -> runner().run(Command.of("ionice", "-c", "idle", "no-such-program-here")))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("no-such-program-here cannot be run");
    }

    @Test
    void saysThatAFileIsNoProgram() throws Exception {
        Path file = Files.writeString(directory.resolve("text"), "no program");
        assertThatThrownBy(() -> runner().run(Command.of(file.toString())))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining(file.toString());

        Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> runner().run(Command.of(script.toString())))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining(script.toString());
    }

    @Test
    void repeatsNoPasswordWhenTheSystemRefusesToStartAProgram() {
        Command command = withEnvironment(Map.of("RSYNC_PASSWORD", "s3cret"), "echo", "x".repeat(3_000_000));
        assertThatThrownBy(() -> runner().run(command)).isInstanceOfSatisfying(CommandNotStartedException.class, e -> {
            assertThat(e).hasMessageContaining("echo cannot be run").hasMessageContaining("Argument list too long");
            assertThat(e.getMessage().length()).isLessThan(300);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain("s3cret");
            }
        });
    }

    @Test
    void tellsTheSignalThatEndedAProgram() {
        assertThat(runner().run(Command.of("sh", "-c", "kill -KILL $$")).exitCode())
                .isEqualTo(137);
        assertThat(runner().run(Command.of("sh", "-c", "kill -SEGV $$")).exitCode())
                .isEqualTo(139);
        assertThat(runner().run(Command.of("sh", "-c", "kill -TERM $$")).stopped())
                .isFalse();
    }

    @Test
    void refusesABlankNode() {
        assertThatThrownBy(() -> new LocalCommandRunner(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
