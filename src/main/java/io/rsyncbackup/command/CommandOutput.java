package io.rsyncbackup.command;

/** Receives the lines of a running program. Bytes, since file names need not be UTF-8; without the line end. */
public interface CommandOutput {
    CommandOutput IGNORE = new CommandOutput() {};

    /** A line on standard output; carriage return ends a line too (rsync's progress). */
    default void out(byte[] line) {}

    /** A line on standard error. */
    default void err(byte[] line) {}
}
