package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real second Java process runs commands and is killed: its programs go on, and are found. */
@Timeout(60)
class LeftoversTest {
    private final String node = UUID.randomUUID().toString();
    private final String otherNode = UUID.randomUUID().toString();

    @AfterEach
    void tidyUp() {
        new Leftovers(node, Duration.ZERO).end();
        new Leftovers(otherNode, Duration.ZERO).end();
    }

    @Test
    void endsWhatAKilledServerLeftBehindAndNothingOfAnother() throws Exception {
        startAndKill(node, "sleep 3600 & setsid sleep 3600 & sleep 3600");
        startAndKill(otherNode, "sleep 3600 & sleep 3600");
        Awaitility.await().until(() -> count(node, "sleep") == 3 && count(otherNode, "sleep") == 2);

        List<Leftovers.Leftover> ended = new Leftovers(node).end();

        assertThat(ended)
                .extracting(Leftovers.Leftover::program)
                .containsExactlyInAnyOrder("sh", "sleep", "sleep", "sleep");
        assertThat(all(node)).isZero();
        assertThat(all(otherNode)).isEqualTo(3);
        assertThat(new Leftovers(node).end()).isEmpty();
    }

    @Test
    void killsWhatIgnoresTerm() throws Exception {
        startAndKill(node, "trap '' TERM; sleep 3600 & wait; sleep 3600; sleep 3600");
        Awaitility.await().until(() -> count(node, "sleep") == 1);
        assertThat(new Leftovers(node, Duration.ofMillis(300)).end()).isNotEmpty();
        assertThat(all(node)).isZero();
    }

    @Test
    void leavesAloneWhatThisServerRunsItself() throws Exception {
        RequestedStop stop = new RequestedStop();
        Thread caller = Thread.ofVirtual()
                .start(() -> new LocalCommandRunner(node)
                        .run(Command.of("sh", "-c", "sleep 3600 & wait"), CommandOutput.IGNORE, stop));
        Awaitility.await().until(() -> count(node, "sleep") == 1);
        assertThat(new Leftovers(node).end()).isEmpty();
        assertThat(all(node)).isEqualTo(2);
        stop.request();
        caller.join();
    }

    @Test
    void doesNotTakeAnIdThatOnlyBeginsTheSame() throws Exception {
        startAndKill(node + "-2", "sleep 3600");
        Awaitility.await().until(() -> count(node + "-2", "sleep") == 1);
        assertThat(new Leftovers(node).end()).isEmpty();
        assertThat(new Leftovers(node + "-2", Duration.ZERO).end()).hasSize(2);
    }

    /** Even a server that was itself started by a command of this node's. */
    @Test
    void neverEndsTheServerThatAsks() throws Exception {
        Process server = java("sleep 0", node, LeftoversEnder.class);
        assertThat(server.waitFor()).isZero();
    }

    private void startAndKill(String id, String script) throws Exception {
        Process server = java(script, id, LeftoverMaker.class);
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).isEqualTo("running");
        }
        server.destroyForcibly().waitFor();
    }

    private static Process java(String script, String id, Class<?> main) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                main.getName(),
                id,
                script);
        builder.environment().put(LocalCommandRunner.NODE_VARIABLE, main == LeftoversEnder.class ? id : "unrelated");
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static long count(String id, String program) {
        return ProcessTable.alive().stream()
                .filter(entry -> entry.name().equals(program))
                .filter(entry -> ProcessTable.hasVariable(entry.pid(), LocalCommandRunner.NODE_VARIABLE, id))
                .count();
    }

    private static long all(String id) {
        return ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, id).size();
    }

    static final class LeftoverMaker {
        private LeftoverMaker() {}

        public static void main(String[] arguments) {
            CommandOutput output = new CommandOutput() {
                @Override
                public void out(byte[] line) {
                    System.out.println("running");
                }
            };
            new LocalCommandRunner(arguments[0])
                    .run(Command.of("sh", "-c", "echo; " + arguments[1]), output, StopSignal.NEVER);
        }
    }

    static final class LeftoversEnder {
        private LeftoversEnder() {}

        public static void main(String[] arguments) {
            System.exit(new Leftovers(arguments[0]).end().size());
        }
    }
}
