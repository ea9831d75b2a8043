package io.rsyncbackup.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.BackgroundCommand;
import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogMarksTest {
    private static final LocalCommandRunner HERE = new LocalCommandRunner("log-marks");

    @AfterEach
    void nothingStays() {
        assertThat(marks()).isEmpty();
    }

    @Test
    void holdUntilTheyAreClosedAndKeepThoseAround() {
        try (LogMarks request = LogMarks.request("abc")) {
            assertThat(request).isNotNull();
            try (LogMarks run = LogMarks.run("01JD", "laptop")) {
                assertThat(run).isNotNull();
                assertThat(marks()).isEqualTo(Map.of("request", "abc", "run", "01JD", "plan", "laptop"));
            }
            assertThat(marks()).isEqualTo(Map.of("request", "abc"));
        }
    }

    @Test
    void carriedOnesReplaceThoseOfTheThreadThatExecutes() {
        Runnable carried;
        try (LogMarks run = LogMarks.run("01JD", "laptop")) {
            assertThat(run).isNotNull();
            carried = LogMarks.carried(() -> {
                assertThat(marks()).isEqualTo(Map.of("run", "01JD", "plan", "laptop"));
                throw new IllegalStateException("seen");
            });
        }
        try (LogMarks other = LogMarks.request("other")) {
            assertThat(other).isNotNull();
            assertThatThrownBy(carried::run).hasMessage("seen");
            assertThat(marks()).isEqualTo(Map.of("request", "other"));
        }
    }

    @Test
    void followAProgramsOutputIntoTheThreadsThatReadIt() {
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        CommandOutput output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                seen.add(marks());
            }

            @Override
            public void err(byte[] line) {
                seen.add(marks());
            }
        };
        Command both = Command.of("sh", "-c", "echo out; echo err >&2; cat").withInput(stream -> {
            seen.add(marks());
            stream.write("in\n".getBytes(StandardCharsets.US_ASCII));
        });
        try (LogMarks run = LogMarks.run("01JD", "laptop")) {
            assertThat(run).isNotNull();
            HERE.run(both, output, StopSignal.NEVER);
            assertThat(seen).hasSize(4).allMatch(Map.of("run", "01JD", "plan", "laptop")::equals);

            seen.clear();
            BackgroundCommand.launch(HERE, Command.of("echo", "out"), output)
                    .end()
                    .join();
            assertThat(seen).hasSize(1).allMatch(Map.of("run", "01JD", "plan", "laptop")::equals);
        }
    }

    private static Map<String, String> marks() {
        Map<String, String> marks = MDC.getCopyOfContextMap();
        return marks == null ? Map.of() : marks;
    }
}
