package io.rsyncbackup.destination;

import io.rsyncbackup.command.BackgroundCommand;
import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotReadyException;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lock that a process on the host of the destination holds; it ends there when the connection does. */
final class RemoteLock implements Storage.Lock {
    private static final int HELD_BY_OTHERS = 75;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RemoteStorage storage;
    private final Path file;
    private final String holder;
    private final BackgroundCommand process;

    private RemoteLock(RemoteStorage storage, Path file, String holder, BackgroundCommand process) {
        this.storage = storage;
        this.file = file;
        this.holder = holder;
        this.process = process;
    }

    static Optional<Storage.Lock> tryLock(
            RemoteStorage storage, CommandRunner runner, List<String> prefix, Path file, String holder)
            throws IOException {
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(List.of(
                "flock",
                "--exclusive",
                "--nonblock",
                "--conflict-exit-code",
                Integer.toString(HELD_BY_OTHERS),
                file.toString(),
                "sh",
                "-c",
                RemoteScripts.HOLD,
                "lock",
                file.toString()));
        try {
            BackgroundCommand process =
                    BackgroundCommand.start(runner, Command.of(argv), line -> line.equals("held"), PATIENCE);
            return Optional.of(new RemoteLock(storage, file, holder, process));
        } catch (CommandNotStartedException e) {
            throw new IOException(e.getMessage(), e);
        } catch (CommandNotReadyException e) {
            Optional<CommandResult> result = e.result();
            if (result.map(CommandResult::exitCode)
                    .filter(code -> code == HELD_BY_OTHERS)
                    .isPresent()) {
                return Optional.empty();
            }
            throw new IOException(
                    "flock " + file + ": "
                            + result.map(ended -> ended.errorTail().strip()).orElse(e.getMessage()),
                    e);
        }
    }

    @Override
    public void announce() throws IOException {
        storage.overwrite(file, holder);
    }

    @Override
    public boolean lost() {
        return process.ended();
    }

    @Override
    public void release() {
        process.close();
    }
}
