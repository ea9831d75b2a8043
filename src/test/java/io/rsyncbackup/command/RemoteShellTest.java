package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real shells: nothing in a word can run, and every word arrives as it is. */
class RemoteShellTest {
    private static final CommandRunner LOCAL = new LocalCommandRunner("test-remote-shell");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "zsh", "ksh", "csh", "tcsh", "fish"})
    void arrivesAsItIsWhateverShellTheAccountHas(String shell) throws Exception {
        assumeTrue(Programs.find(shell, Programs.PATH) != null, shell + " is not installed");
        Path trap = directory.resolve("trap");
        List<String> words = List.of(
                "$(touch " + trap + ")",
                "`touch " + trap + "`",
                "'; touch " + trap + "; '",
                "\"; touch " + trap + "; \"",
                "\n touch " + trap + "\n",
                "\\'; touch " + trap + "; \\'",
                "| touch " + trap,
                "& touch " + trap + " &",
                "(touch " + trap + ")",
                "!!",
                "!1",
                "-c",
                "--",
                "",
                "ü€𝄞\u0001\u007f\r\t",
                "\\0047; touch " + trap,
                "~root",
                "*",
                "$0 $1 $@ ${HOME} $$",
                "\\",
                "\\\\",
                "\\\n");
        assertThat(printed(shell, words)).isEqualTo(words);
        assertThat(trap).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "csh", "fish"})
    void arrivesAsItIsWhateverItIs(String shell) throws Exception {
        assumeTrue(Programs.find(shell, Programs.PATH) != null, shell + " is not installed");
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                word.appendCodePoint(random.nextInt(10) == 0 ? 0xe0 + random.nextInt(64) : 1 + random.nextInt(127));
            }
            words.add(word.toString());
        }
        assertThat(printed(shell, words)).as("seed %d", seed).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void runsUnderEveryShellThatMayBeSh(String shell) throws Exception {
        assumeTrue(Programs.find(shell, Programs.PATH) != null, shell + " is not installed");
        for (int code : new int[] {0, 3, 255, 137}) {
            Command command = Command.of("sh", "-c", code == 137 ? "kill -KILL $$" : "echo out; exit " + code);
            RemoteCommand remote =
                    new RemoteCommand(command, "id", Map.of(), 0, Duration.ofSeconds(20), CommandLimits.DEFAULT);
            RecordedOutput lines = new RecordedOutput();
            RemoteOutput output = new RemoteOutput("id", lines);
            String line = RemoteShell.line(remote).replace("/bin/sh", "/bin/" + shell);
            try (SignsOfLife signs = new SignsOfLife(null, 0, Duration.ofSeconds(1))) {
                LOCAL.run(Command.of("sh", "-c", line).withInput(signs), output, StopSignal.NEVER);
            }
            assertThat(output.exitCode()).isEqualTo(code);
            assertThat(lines.err()).isEmpty();
            assertThat(lines.out()).isEqualTo(code == 137 ? List.of() : List.of("out"));
        }
    }

    @Test
    void showsTheAccountsShellNothingThatMeansSomethingToOne() {
        String line = RemoteShell.line("echo 'a!b' \\ \u00e9\n");
        assertThat(line).matches("exec /bin/sh -c '[^'!\\\\\n]*' sh '[ -~&&[^'!]]*'");
        assertThat(line).endsWith("sh 'echo \\0047a\\0041b\\0047 \\0134 \\0303\\0251\\0012'");
    }

    @Test
    void putsAnyWordsBeforeTheArgumentsThatRsyncAdds() throws Exception {
        assertThat(RemoteShell.beforeArguments(List.of("env", "A=b-1", "sudo", "-n", "/usr/bin/rsync")))
                .isEqualTo("env A=b-1 sudo -n /usr/bin/rsync");
        List<String> odd = List.of("", "a b", "a;b", "$a", "'", "~", "*", "\n", "!", "\\", "\"", "`id`", "é");
        List<String> words = new ArrayList<>(List.of("printf", "%s\\0"));
        words.addAll(odd);
        Path output = directory.resolve("output");
        for (String shell : List.of("sh", "bash")) {
            String line = RemoteShell.beforeArguments(words) + " --server -vlH .";
            LOCAL.run(Command.of(shell, "-c", line).withOutput(output));
            List<String> expected = new ArrayList<>(odd);
            expected.addAll(List.of("--server", "-vlH", "."));
            assertThat(Files.readString(output, UTF_8).split("\0", -1)).startsWith(expected.toArray(String[]::new));
        }
    }

    private List<String> printed(String shell, List<String> words) throws Exception {
        Path output = directory.resolve("output");
        String line = RemoteShell.line("printf '%s\\0' " + RemoteShell.quote(words));
        CommandResult result = LOCAL.run(Command.of(shell, "-c", line).withOutput(output));
        assertThat(result.errorTail()).isEmpty();
        assertThat(result.exitCode()).isZero();
        String text = Files.readString(output, UTF_8);
        return List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
