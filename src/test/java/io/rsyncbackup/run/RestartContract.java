package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is left when the server is killed: a real process, killed with SIGKILL. */
abstract class RestartContract extends RunsContract {
    private Process child(Path directory) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServer.class.getName(),
                        directory.toString(),
                        url() == null ? "" : url())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void noAcknowledgedRunIsLostAndTheRunningOneIsInterruptedAndRunsAgain() throws Exception {
        Path directory = temporary.resolve("data");
        Process killed = child(directory);
        List<String> acknowledged = new ArrayList<>();
        String running = null;
        try (BufferedReader lines = killed.inputReader()) {
            String line = lines.readLine();
            while (line != null && acknowledged.size() < 30) {
                if (line.startsWith("acknowledged ")) {
                    acknowledged.add(line.substring("acknowledged ".length()));
                } else if (line.startsWith("running ")) {
                    running = line.substring("running ".length());
                }
                line = lines.readLine();
            }
            killed.toHandle().destroyForcibly(); // the process itself would close its output too
            while (line != null) { // said before the signal came: as binding as the others
                if (line.startsWith("acknowledged ") && line.length() == "acknowledged ".length() + 26) {
                    acknowledged.add(line.substring("acknowledged ".length()));
                }
                line = lines.readLine();
            }
        }
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(30);
        assertThat(running).isNotNull();
        String interrupted = running;

        TestServer server = prepared("data", 4, Duration.ofSeconds(5));
        server.planner.behaviour.put(StepName.BACKUP, context -> StepResult.succeeded());
        server.start();

        Run died = server.runs().get(interrupted);
        assertThat(died.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(died.reason()).isEqualTo(RunReason.SERVER_DIED);
        assertThat(died.steps()).extracting(RunStep::state).containsExactly(RunState.INTERRUPTED, RunState.SKIPPED);
        assertThat(server.events().after(interrupted, 0).getLast().type()).isEqualTo(RunEvent.Type.ENDED);
        for (String id : acknowledged) {
            assertThat(server.runs().find(id)).as(id).isPresent();
        }
        await().untilAsserted(() -> assertThat(server.recovered).hasSize(1));
        assertThat(server.recovered.getFirst()).extracting(Run::id).containsExactly(interrupted);
        assertThat(server.ended).extracting(Run::id).contains(interrupted);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.runs().last("long")).hasValueSatisfying(again -> {
                    assertThat(again.request().trigger()).isEqualTo(Trigger.RERUN);
                    assertThat(again.request().rerunOf()).isEqualTo(interrupted);
                    assertThat(again.state()).isEqualTo(RunState.SUCCEEDED);
                }));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.runs().queueLength() == 0);
    }

    @Test
    void aRerunThatDiesTooIsNotRunAgain() {
        TestServer first = server("data", 1, Duration.ofMillis(100));
        first.planner.waitsFor = java.util.Optional.of("the test");
        RunRequest request = TestServer.request("laptop");
        RunRequest rerun = new RunRequest(
                "laptop",
                1,
                Trigger.RERUN,
                "tester",
                request.steps(),
                false,
                null,
                request.options(),
                "{}",
                "laptop",
                null,
                true,
                "01AAAAAAAAAAAAAAAAAAAAAAAA");
        Run run = accepted(first.runs().enqueue(rerun, null));
        assertThat(first.bean(RunStore.class).claim(run.id(), first.node(), clock.instant()))
                .isTrue();
        first.close();

        TestServer second = server("data", 1, Duration.ofMillis(100));
        assertThat(second.runs().get(run.id()).state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(second.runs().active("laptop")).isEmpty();
    }
}
