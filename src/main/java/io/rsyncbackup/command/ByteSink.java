package io.rsyncbackup.command;

/** Where the bytes of one output go. Must not throw: the program waits for it. */
interface ByteSink {
    void accept(byte[] bytes, int count);

    /** Nothing follows. */
    void end();
}
