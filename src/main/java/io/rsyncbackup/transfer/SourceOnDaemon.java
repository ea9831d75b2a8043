package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import org.jspecify.annotations.Nullable;

/** Lets the daemon list a source. It tells nothing by which one directory could be told from another. */
record SourceOnDaemon(Session session, Endpoint.Daemon source) implements SourceCheck {
    @Override
    public @Nullable Object look() {
        long[] entries = {0};
        RsyncErrors errors = new RsyncErrors(source);
        CommandResult result =
                session.run(RsyncCommands.list(source, session.request().ioTimeoutSeconds()), new CommandOutput() {
                    @Override
                    public void out(byte[] line) {
                        entries[0]++;
                    }

                    @Override
                    public void err(byte[] line) {
                        errors.accept(line);
                        session.listener().log(line);
                    }
                });
        RsyncEnding ending = RsyncEnding.of(result.exitCode(), errors, false);
        if (ending.result() == Result.FAILED) {
            throw TransferEndedException.with(ending);
        }
        // the directory itself is one of them
        if (entries[0] <= 1) {
            throw SourceCheck.empty(source);
        }
        return null;
    }
}
