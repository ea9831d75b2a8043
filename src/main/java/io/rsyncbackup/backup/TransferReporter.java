package io.rsyncbackup.backup;

import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.transfer.TransferListener;
import io.rsyncbackup.transfer.TransferProgress;

/** Passes on what a transfer says: to the run's log and progress, and to the disk before latest is touched. */
final class TransferReporter implements TransferListener {
    private final BackupSession session;
    private final BackupTools tools;
    private final StepContext context;
    private final ProgressMeter meter = new ProgressMeter(System::nanoTime);

    TransferReporter(BackupSession session, BackupTools tools, StepContext context) {
        this.session = session;
        this.tools = tools;
        this.context = context;
    }

    @Override
    public void log(byte[] line) {
        context.log(line);
    }

    @Override
    public void progress(TransferProgress progress) {
        context.progress(meter.read(progress));
    }

    @Override
    public void beforeFirstWrite() {
        session.place()
                .destinations()
                .writeLatestState(
                        session.layout(),
                        new LatestState(
                                LatestState.State.UPDATING,
                                session.run().id(),
                                tools.clock().instant()));
    }
}
