package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The real runner, which tells before each program what will run. */
final class WatchedRunner implements CommandRunner {
    private final CommandRunner real = new LocalCommandRunner("test");
    private final List<List<String>> commands = new ArrayList<>();
    private Consumer<List<String>> before = argv -> {};

    void before(Consumer<List<String>> action) {
        before = action;
    }

    List<List<String>> commands() {
        return commands;
    }

    List<String> programs() {
        return commands.stream().map(List::getFirst).toList();
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        commands.add(command.argv());
        before.accept(command.argv());
        return real.run(command, output, stop);
    }
}
