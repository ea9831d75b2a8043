package io.rsyncbackup.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A disk as disks are: what is written lies in its memory until a flush, and when the power goes some blocks of it have
 * reached the platter and others have not, in no order.
 */
final class WriteCache implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final RandomAccessFile platter;
    private final Map<Long, byte[]> unflushed = new HashMap<>();

    WriteCache(java.nio.file.Path image) throws IOException {
        platter = new RandomAccessFile(image.toFile(), "rw");
    }

    long size() throws IOException {
        return platter.length();
    }

    synchronized byte[] read(long offset, int length) throws IOException {
        byte[] data = new byte[length];
        platter.seek(offset);
        platter.readFully(data);
        if (!unflushed.isEmpty()) {
            for (long block = offset / BLOCK; block * BLOCK < offset + length; block++) {
                var newer = unflushed.get(block);
                if (newer != null) {
                    copy(newer, block * BLOCK, data, offset);
                }
            }
        }
        return data;
    }

    synchronized void write(long offset, byte[] data) throws IOException {
        for (long block = offset / BLOCK; block * BLOCK < offset + data.length; block++) {
            var whole = unflushed.get(block);
            if (whole == null) {
                whole = new byte[BLOCK];
                platter.seek(block * BLOCK);
                platter.readFully(whole, 0, (int) Math.min(BLOCK, size() - block * BLOCK));
                unflushed.put(block, whole);
            }
            copy(data, offset, whole, block * BLOCK);
        }
    }

    synchronized void flush() throws IOException {
        for (var entry : unflushed.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        unflushed.clear();
    }

    /** Answers how many blocks were lost. */
    synchronized int loseSome(RandomGenerator random) throws IOException {
        int lost = 0;
        for (var entry : unflushed.entrySet()) {
            if (random.nextBoolean()) {
                lost++;
            } else {
                put(entry.getKey(), entry.getValue());
            }
        }
        unflushed.clear();
        return lost;
    }

    @Override
    public synchronized void close() throws IOException {
        platter.close();
    }

    private void put(long block, byte[] whole) throws IOException {
        platter.seek(block * BLOCK);
        platter.write(whole, 0, (int) Math.min(BLOCK, size() - block * BLOCK));
    }

    /** What two stretches of the disk have in common. */
    private static void copy(byte[] from, long fromOffset, byte[] to, long toOffset) {
        long start = Math.max(fromOffset, toOffset);
        long end = Math.min(fromOffset + from.length, toOffset + to.length);
        if (start < end) {
            System.arraycopy(from, (int) (start - fromOffset), to, (int) (start - toOffset), (int) (end - start));
        }
    }
}
