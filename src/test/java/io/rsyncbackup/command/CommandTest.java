package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void needsAProgram() {
        assertThatThrownBy(Command::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.of(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatNoArgumentOrVariableCanHold() {
        assertThatThrownBy(() -> Command.of("echo", "a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Command.of("echo", "a\ud800b")).isInstanceOf(IllegalArgumentException.class);
        for (Map<String, String> environment : List.of(
                Map.of("", "s3cret"), Map.of("a=b", "s3cret"), Map.of("a\0", "s3cret"), Map.of("a", "s3cret\0"))) {
            assertThatThrownBy(() -> new Command(List.of("env"), environment, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void tellsNoValueOfItsEnvironment() {
        Command command = new Command(List.of("rsync", "a b"), Map.of("RSYNC_PASSWORD", "s3cret"), Path.of("/list"));
        assertThat(command).hasToString("[rsync, a b] with [RSYNC_PASSWORD] < /list");
        assertThat(Command.of("true")).hasToString("[true]");
    }
}
