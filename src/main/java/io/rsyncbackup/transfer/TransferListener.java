package io.rsyncbackup.transfer;

/** Hears what a transfer does while it does it. */
public interface TransferListener {
    /** A line for the run's log; bytes as the program printed them. */
    void log(byte[] line);

    void progress(TransferProgress progress);

    /** Called once, durably, before the first byte of latest is changed. Never called when nothing is to be changed. */
    void beforeFirstWrite();
}
