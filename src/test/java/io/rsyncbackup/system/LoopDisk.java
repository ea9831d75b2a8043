package io.rsyncbackup.system;

import java.nio.file.Path;

/** A file system of its own in a file, mounted; the closest thing to plugging in a disk. */
final class LoopDisk implements AutoCloseable {
    private final Path image;
    private final Path mountPoint;

    private LoopDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /**
     * Makes a file system and mounts it.
     *
     * @param make as {@code mkfs.ext4 -q -F}
     * @param size as {@code 100M}; the file is sparse
     */
    static LoopDisk make(Path image, Path mountPoint, String make, String size) {
        Needs.root();
        Needs.programs(make.split(" ")[0], "losetup", "mount", "umount");
        Shell.run("truncate -s $2 \"$1\"; " + make + " \"$1\" >/dev/null", image, size);
        return of(image, mountPoint).mount();
    }

    /** One that is made already, not mounted yet. */
    static LoopDisk of(Path image, Path mountPoint) {
        SampleTrees.create(mountPoint);
        return new LoopDisk(image, mountPoint);
    }

    LoopDisk mount() {
        Shell.run("mount -o loop \"$1\" \"$2\"", image, mountPoint);
        return this;
    }

    void unmount() {
        Shell.run(
                "for try in {1..50}; do umount \"$1\" 2>/dev/null && exit 0; sleep 0.2; done; umount \"$1\"",
                mountPoint);
    }

    Path image() {
        return image;
    }

    Path root() {
        return mountPoint;
    }

    @Override
    public void close() {
        Shell.attempt("while mountpoint -q \"$1\"; do umount \"$1\" || umount -l \"$1\"; done", mountPoint);
    }
}
