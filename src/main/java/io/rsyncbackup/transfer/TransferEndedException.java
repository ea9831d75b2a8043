package io.rsyncbackup.transfer;

import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;

/** Ends a transfer early. Never leaves this package. */
final class TransferEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RsyncEnding ending;

    private TransferEndedException(RsyncEnding ending) {
        super(ending.message(), null, false, false);
        this.ending = ending;
    }

    static TransferEndedException failed(Failure failure, String message) {
        return new TransferEndedException(new RsyncEnding(Result.FAILED, failure, false, message));
    }

    static TransferEndedException stopped() {
        return new TransferEndedException(
                new RsyncEnding(Result.STOPPED, null, false, "stopped on request; the next run finishes it"));
    }

    static TransferEndedException with(RsyncEnding ending) {
        return new TransferEndedException(ending);
    }

    RsyncEnding ending() {
        return ending;
    }
}
