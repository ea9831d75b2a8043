package io.rsyncbackup.transfer;

import java.util.Arrays;

/**
 * One entry of latest as {@code find} prints it with {@link #FORMAT}.
 *
 * @param type find's letter: {@code f}, {@code d}, {@code l} and so on
 * @param name bytes, relative to latest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LatestEntry(char type, long inode, long links, long blocks, byte[] name) {
    static final String FORMAT = "%y %i %n %b %P\\0";
    private static final int BLOCK = 512;

    boolean directory() {
        return type == 'd';
    }

    boolean regular() {
        return type == 'f';
    }

    long allocatedBytes() {
        return blocks * BLOCK;
    }

    static LatestEntry parse(byte[] entry) {
        long[] numbers = new long[3];
        int position = 2;
        for (int i = 0; i < numbers.length; i++) {
            while (entry[position] != ' ') {
                numbers[i] = numbers[i] * 10 + entry[position++] - '0';
            }
            position++;
        }
        return new LatestEntry(
                (char) entry[0], numbers[0], numbers[1], numbers[2], Arrays.copyOfRange(entry, position, entry.length));
    }
}
