package io.rsyncbackup.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A disk that can be plugged in and pulled out.
 *
 * @param name its serial number too: it appears below {@code /dev/disk/by-id} as {@link #device()}
 */
record VirtualDisk(String name, Path image) {
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

    void plugInto(Monitor monitor) {
        monitor.execute(
                "blockdev-add",
                Map.of(
                        "node-name",
                        "image-" + name,
                        "driver",
                        "raw",
                        // This host does not fail, only QEMU does: what reached the file is there after it.
                        "cache",
                        Map.of("no-flush", true),
                        "file",
                        Map.of("driver", "file", "filename", image.toString())));
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

    void pullOutOf(Monitor monitor) {
        monitor.execute("device_del", Map.of("id", "disk-" + name));
        monitor.awaitDeleted("disk-" + name);
        monitor.execute("blockdev-del", Map.of("node-name", "image-" + name));
    }
}
