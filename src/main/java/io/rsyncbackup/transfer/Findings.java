package io.rsyncbackup.transfer;

import io.rsyncbackup.transfer.TransferOutcome.Result;
import org.jspecify.annotations.Nullable;

/** What is found out during one transfer, step by step. Used by one thread. */
final class Findings {
    private final TransferRequest request;
    private FileList unreadable = FileList.NONE;
    private FileList vanished = FileList.NONE;
    private long isolatedFiles;
    private @Nullable Statistics statistics;
    private @Nullable String command;
    private @Nullable Integer exitCode;
    private @Nullable RsyncEnding partial;
    private @Nullable RsyncEnding last;

    Findings(TransferRequest request) {
        this.request = request;
    }

    RsyncErrors errors() {
        return new RsyncErrors(request.source());
    }

    /**
     * Takes in how one rsync ended.
     *
     * @throws TransferEndedException when it failed
     */
    void ended(String commandLine, int exit, RsyncErrors errors, boolean inodesUsedUp) {
        unreadable = NamedFiles.union(unreadable, errors.unreadable());
        vanished = NamedFiles.union(vanished, errors.vanished());
        command = commandLine;
        exitCode = exit;
        RsyncEnding ending = RsyncEnding.of(exit, errors, inodesUsedUp);
        if (ending.result() == Result.FAILED) {
            throw TransferEndedException.with(ending);
        }
        if (ending.result() == Result.PARTIAL) {
            partial = ending;
        }
        last = ending;
    }

    void isolated(long files) {
        isolatedFiles = files;
    }

    /** The first ones count the whole source; later ones add what travelled. */
    void statistics(@Nullable Statistics found) {
        Statistics known = statistics;
        if (known == null || found == null) {
            statistics = found == null ? known : found;
            return;
        }
        statistics = new Statistics(
                known.filesTotal(),
                known.filesCreated(),
                known.filesDeleted(),
                found.filesTransferred(),
                known.bytesTotal(),
                found.bytesTransferred(),
                found.literalBytes(),
                found.matchedBytes(),
                known.sentBytes() + found.sentBytes(),
                known.receivedBytes() + found.receivedBytes());
    }

    TransferOutcome outcome() {
        RsyncEnding ending = partial != null ? partial : last;
        if (ending == null) {
            throw new IllegalStateException("no rsync has run");
        }
        return outcome(ending);
    }

    TransferOutcome outcome(RsyncEnding ending) {
        return new TransferOutcome(
                ending.result(),
                ending.failure(),
                message(ending),
                ending.retryable(),
                statistics,
                isolatedFiles,
                unreadable,
                vanished,
                command,
                exitCode);
    }

    private String message(RsyncEnding ending) {
        return ending.result() == Result.PARTIAL
                ? RsyncEnding.partial(unreadable.count()).message()
                : ending.message();
    }
}
