package io.rsyncbackup.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A set of names that costs eight bytes for each. Names collide by neither chance nor design: the hash is salted. */
final class HashedNames {
    private final Hash hash;
    private final Longs hashes = new Longs();
    private boolean sorted = true;

    HashedNames(Hash hash) {
        this.hash = hash;
    }

    void add(byte[] name) {
        hashes.add(hash.of(name));
        sorted = false;
    }

    boolean isEmpty() {
        return hashes.size() == 0;
    }

    boolean contains(byte[] name) {
        if (hashes.size() == 0) {
            return false;
        }
        if (!sorted) {
            hashes.sort();
            sorted = true;
        }
        return hashes.contains(hash.of(name));
    }

    /** 64 bits of a salted digest. Used by one thread. */
    static final class Hash {
        private final MessageDigest digest;
        private final byte[] salt;

        Hash(byte[] salt) {
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            this.salt = salt.clone();
        }

        long of(byte[] name) {
            digest.update(salt);
            return ByteBuffer.wrap(digest.digest(name)).getLong();
        }
    }

    /** Numbers without boxes. */
    static final class Longs {
        private long[] values = new long[16];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        long get(int index) {
            return values[index];
        }

        void sort() {
            Arrays.sort(values, 0, size);
        }

        /** Of a sorted list. */
        boolean contains(long value) {
            return Arrays.binarySearch(values, 0, size, value) >= 0;
        }

        /** Of a sorted list: the values that it has more than once, each once. */
        Longs repeated() {
            Longs repeated = new Longs();
            for (int i = 1; i < size; i++) {
                if (values[i] == values[i - 1] && (i == 1 || values[i - 2] != values[i])) {
                    repeated.add(values[i]);
                }
            }
            return repeated;
        }
    }
}
