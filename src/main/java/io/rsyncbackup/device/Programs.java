package io.rsyncbackup.device;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the first of several ways to do the same whose program is installed. */
final class Programs {
    private static final int LONGEST_COMPLAINT = 400;

    private final CommandRunner runner;
    private final boolean root;

    Programs(CommandRunner runner, boolean root) {
        this.runner = runner;
        this.root = root;
    }

    /**
     * How it went.
     *
     * @param exitCode absent when no program could be started
     */
    record Ending(String command, @Nullable Integer exitCode, boolean stopped, String complaint) {
        boolean succeeded() {
            return exitCode != null && exitCode == 0 && !stopped;
        }

        boolean busy() {
            return complaint.contains("busy") || complaint.contains("in use");
        }

        /** The command and what it said. */
        String text() {
            String ended = exitCode == null ? "" : " ended with exit code " + exitCode;
            return command + ended + (complaint.isEmpty() ? "" : ": " + complaint);
        }
    }

    /** Throws DeviceException when the one way that is left cannot work. */
    Ending first(List<Supplier<List<String>>> ways, boolean sudo, CommandOutput output, StopSignal stop) {
        for (Supplier<List<String>> way : ways.subList(0, ways.size() - 1)) {
            try {
                return run(way.get(), sudo, output, stop);
            } catch (CommandNotStartedException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    return notStarted(way.get(), e);
                }
            }
        }
        List<String> last = ways.getLast().get();
        try {
            return run(last, sudo, output, stop);
        } catch (CommandNotStartedException e) {
            return notStarted(last, e);
        }
    }

    private Ending run(List<String> argv, boolean sudo, CommandOutput output, StopSignal stop) {
        List<String> whole = new ArrayList<>(sudo && !root ? List.of("sudo", "-n", "--") : List.of());
        whole.addAll(argv);
        CommandResult result = runner.run(Command.of(whole), output, stop);
        String said = (result.errorTail() + "\n" + result.outputTail()).strip().replaceAll("\\s*\\n\\s*", "; ");
        return new Ending(
                String.join(" ", whole),
                result.exitCode(),
                result.stopped(),
                said.substring(0, Math.min(LONGEST_COMPLAINT, said.length())));
    }

    private static Ending notStarted(List<String> argv, CommandNotStartedException e) {
        return new Ending(String.join(" ", argv), null, false, String.valueOf(e.getMessage()));
    }
}
