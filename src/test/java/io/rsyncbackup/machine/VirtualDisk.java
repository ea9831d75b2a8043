package io.rsyncbackup.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A disk that can be plugged in and pulled out, and that forgets what was not flushed when the power is cut. */
final class VirtualDisk implements AutoCloseable {
    private final String name;
    private final WriteCache cache;
    private final NetworkDisk network;

    /**
     * On an image that is there.
     *
     * @param name its serial number too: it appears below {@code /dev/disk/by-id} as {@link #device()}
     */
    VirtualDisk(String name, Path image) {
        this.name = name;
        try {
            cache = new WriteCache(image);
            network = new NetworkDisk(cache);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An empty one, in a sparse file. */
    static VirtualDisk make(String name, Path image, long megabytes) {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(megabytes << 20);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new VirtualDisk(name, image);
    }

    /** Its device file in the machine. */
    String device() {
        return "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_" + name;
    }

    /** As QEMU's command line names it. */
    String address() {
        return "nbd:127.0.0.1:" + network.port();
    }

    void plugInto(Monitor monitor) {
        monitor.execute(
                "blockdev-add",
                Map.of(
                        "node-name",
                        "image-" + name,
                        "driver",
                        "raw",
                        "file",
                        Map.of("driver", "nbd", "server", server())));
        monitor.execute(
                "device_add",
                Map.of(
                        "driver",
                        "scsi-hd",
                        "id",
                        "disk-" + name,
                        "drive",
                        "image-" + name,
                        "bus",
                        "scsi.0",
                        "serial",
                        name,
                        "device_id",
                        name));
    }

    /** What it had not been told to flush is on it all the same: it has power of its own. */
    void pullOutOf(Monitor monitor) {
        monitor.execute("device_del", Map.of("id", "disk-" + name));
        monitor.awaitDeleted("disk-" + name);
        monitor.execute("blockdev-del", Map.of("node-name", "image-" + name));
    }

    /** Answers how many blocks of 4096 bytes were lost. */
    int losePower(RandomGenerator random) {
        network.awaitSilence();
        try {
            return cache.loseSome(random);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            network.close();
            cache.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private Map<String, String> server() {
        return Map.of("type", "inet", "host", "127.0.0.1", "port", String.valueOf(network.port()));
    }
}
