package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The last lines of an output, at most 64 KiB. Safe for use by several threads. */
final class Tail {
    private static final int LIMIT = 64 * 1024;

    private final byte[] ring = new byte[LIMIT];
    private long written;
    private boolean begun;

    synchronized void add(byte[] line) {
        if (begun) {
            put((byte) '\n');
        }
        begun = true;
        for (byte next : line) {
            put(next);
        }
    }

    private void put(byte next) {
        ring[(int) (written % LIMIT)] = next;
        written++;
    }

    /** Lines joined by line feeds; the first is left out when it is no longer whole. */
    synchronized String text() {
        int length = (int) Math.min(written, LIMIT);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % LIMIT)];
        }
        int start = written > LIMIT ? startOfWholeLine(bytes) : 0;
        return new String(bytes, start, length - start, UTF_8);
    }

    private static int startOfWholeLine(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }
}
