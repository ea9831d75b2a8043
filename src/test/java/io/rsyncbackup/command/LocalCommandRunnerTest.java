package io.rsyncbackup.command;

class LocalCommandRunnerTest extends CommandRunnerContract {
    @Override
    CommandRunner runner() {
        return new LocalCommandRunner("test-" + getClass().getSimpleName());
    }
}
