package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The programs that build and move snapshots, with what goes in front of each and where their lines go. */
final class Programs {
    private final CommandRunner runner;
    private final List<String> prefix;
    private final CommandOutput output;

    Programs(CommandRunner runner, List<String> prefix, Consumer<byte[]> log) {
        this.runner = runner;
        this.prefix = prefix;
        this.output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                log.accept(line);
            }

            @Override
            public void err(byte[] line) {
                log.accept(line);
            }
        };
    }

    void log(byte[] line) {
        output.err(line);
    }

    /** @throws SnapshotException STOPPED when it was ended by the signal */
    CommandResult run(StopSignal stop, List<String> argv) {
        return run(stop, argv, output);
    }

    CommandResult run(StopSignal stop, List<String> argv, CommandOutput lines) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(argv);
        CommandResult result = runner.run(Command.of(whole), lines, stop);
        if (result.stopped()) {
            throw new SnapshotException(Reason.STOPPED, argv.getFirst() + " was stopped");
        }
        return result;
    }

    /** @throws IOException when its exit code is not 0; says what it printed */
    void require(StopSignal stop, String... argv) throws IOException {
        requireSuccess(argv[0], run(stop, List.of(argv)));
    }

    static void requireSuccess(String program, CommandResult result) throws IOException {
        if (!result.succeeded()) {
            throw new IOException(program + " ended with exit code " + result.exitCode() + ": "
                    + result.errorTail().strip());
        }
    }

    /** Atomically, within one file system, and never onto or into something that exists. */
    void rename(Path from, Path to) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException e) {
            if (prefix.isEmpty()) {
                throw e;
            }
            // a directory of another user's changes its parent only for root
            require(StopSignal.NEVER, "mv", "--no-target-directory", "--", from.toString(), to.toString());
        }
    }
}
