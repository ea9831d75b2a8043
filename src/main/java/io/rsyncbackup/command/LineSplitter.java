package io.rsyncbackup.command;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines at line feed and carriage return. A line longer than 64 KiB arrives in pieces. A
 * carriage return that ends nothing (before a line feed, or at the start of rsync's progress) makes no empty line.
 */
final class LineSplitter implements ByteSink {
    static final int LONGEST_LINE = 64 * 1024;

    private final Consumer<byte[]> lines;
    private byte[] line = new byte[256];
    private int length;
    private boolean justEnded;

    LineSplitter(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            accept(bytes[i]);
        }
    }

    /** The stream is at its end; what follows the last line end is a line too. */
    @Override
    public void end() {
        if (length > 0) {
            deliver();
        }
    }

    private void accept(byte next) {
        switch (next) {
            case '\n' -> {
                if (length > 0 || !justEnded) {
                    deliver();
                }
                justEnded = false;
            }
            case '\r' -> {
                if (length > 0) {
                    deliver();
                    justEnded = true;
                }
            }
            default -> add(next);
        }
    }

    private void add(byte next) {
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST_LINE, 2 * length));
        }
        line[length++] = next;
        justEnded = false;
        if (length == LONGEST_LINE) {
            deliver();
            justEnded = true;
        }
    }

    private void deliver() {
        lines.accept(Arrays.copyOf(line, length));
        length = 0;
    }
}
