package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.transfer.TransferOutcome.Failure;

/** Refuses what must not be done, before anything is written. Only what is clear: rsync itself finds the rest. */
final class Guards {
    private final Session session;

    Guards(Session session) {
        this.session = session;
    }

    void check(Decision decision) {
        checkDeletions(decision);
        if (session.request().sharesInodes()) {
            checkRoom(decision);
        }
    }

    private void checkDeletions(Decision decision) {
        Double share = session.request().maxDelete();
        if (share != null && decision.deletions() > share * decision.latestCount()) {
            throw TransferEndedException.failed(
                    Failure.DELETION_LIMIT,
                    decision.deletions() + " of " + decision.latestCount()
                            + " files would be deleted, more than the plan's" + " max-delete of " + share
                            + " allows; nothing was changed");
        }
    }

    private void checkRoom(Decision decision) {
        Decision.Needs needs = decision.needs();
        if (needs.bytes() <= 0 && needs.inodes() <= 0) {
            return;
        }
        Room room = Room.of(session);
        if (room == null) {
            return;
        }
        if (!room.hasInodesFor(needs.inodes())) {
            throw TransferEndedException.failed(
                    Failure.OUT_OF_INODES,
                    "the destination has no room for more files: " + needs.inodes() + " are to be written, "
                            + room.freeInodes() + " inodes are free; nothing was changed");
        }
        if (needs.bytes() > room.freeBytes() && allocated(decision) - needs.freedBytes() > room.freeBytes()) {
            throw TransferEndedException.failed(
                    Failure.OUT_OF_SPACE,
                    "the destination is full: at least " + needs.bytes() + " bytes are to be written, "
                            + room.freeBytes() + " are free; nothing was changed");
        }
    }

    /** What the listed files really take at the source: their sizes alone say too much of sparse ones. */
    private long allocated(Decision decision) {
        long[] bytes = {0};
        SourceStat.ask(session, decision.applyList(), new CommandOutput() {
            @Override
            public void out(byte[] line) {
                SourceStat answer = SourceStat.parse(line);
                if (answer != null && answer.regular() && answer.size() <= DecideOutput.SURELY_NOT_SPARSE) {
                    bytes[0] += answer.allocatedBytes();
                }
            }
        });
        return bytes[0];
    }
}
