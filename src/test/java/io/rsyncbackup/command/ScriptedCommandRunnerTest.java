package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedCommandRunnerTest extends CommandRunnerContract {
    private final ScriptedCommandRunner runner = new ScriptedCommandRunner();

    @Override
    CommandRunner runner() {
        runner.on("true");
        runner.on("false").exits(1);
        runner.on(TALKS.argv()::equals).prints("one", "two").complains("no").exits(23);
        runner.on(SLEEPS.argv()::equals).runsUntilStopped();
        runner.on(BAD_BYTES.argv()::equals).prints(new byte[] {'c', 'a', 'f', (byte) 0xe9});
        runner.on(MISSING.argv()::equals).doesNotExist();
        return runner;
    }

    @Test
    void remembersWhatWasRun() {
        runner().run(Command.of("true"));
        runner().run(Command.of("false"));
        assertThat(runner.argvs()).containsExactly(List.of("true"), List.of("false"));
    }

    @Test
    void failsATestThatRunsWhatItDidNotScript() {
        assertThatThrownBy(() -> runner().run(Command.of("rm", "-rf", "/")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[rm, -rf, /]");
    }
}
