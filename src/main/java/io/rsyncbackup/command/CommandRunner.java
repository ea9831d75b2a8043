package io.rsyncbackup.command;

import java.util.Map;

/** Runs one external program to its end. The seam between this server and every program it uses. */
public interface CommandRunner {
    /**
     * Runs the command and returns when neither it nor any process of its group runs any more.
     *
     * @param output receives each line as it is printed, on a thread of the runner's; must not block for long
     * @param stop when requested, the process group gets TERM, and KILL ten seconds later
     * @return how it ended; a non-zero exit code is an answer, not an exception
     * @throws CommandNotStartedException when the program does not exist or cannot be started; names it and says what to install
     */
    CommandResult run(Command command, CommandOutput output, StopSignal stop);

    /** The variables by which everything that this runner starts is known as this server's, also on another host. */
    default Map<String, String> marks() {
        return Map.of();
    }

    /** The same for short commands whose output is not wanted line by line: it is in {@link CommandResult#outputTail()}. */
    default CommandResult run(Command command) {
        return run(command, CommandOutput.IGNORE, StopSignal.NEVER);
    }
}
