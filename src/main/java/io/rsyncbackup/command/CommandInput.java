package io.rsyncbackup.command;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the standard input of a program while it runs. */
public interface CommandInput {
    /**
     * Called once, on a thread of its own; the stream is closed when it returns.
     *
     * @throws IOException when the program reads no more, which harms nobody
     */
    void writeTo(OutputStream stream) throws IOException;
}
