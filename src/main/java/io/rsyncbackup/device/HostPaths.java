package io.rsyncbackup.device;

import java.nio.file.Path;

/**
 * Where this host tells of its devices; others in tests only.
 *
 * @param sysBlock its {@code dm-N/dm/name} tell what is unlocked
 * @param disks holds {@code by-uuid} and its like
 * @param mountNamespace a link whose text is another one for whoever sees other mounts
 */
public record HostPaths(
        Path crypttab,
        Path fstab,
        Path mountInfo,
        Path bootId,
        Path sysBlock,
        Path mapper,
        Path disks,
        Path proc,
        Path mountNamespace) {
    public static final HostPaths HOST = new HostPaths(
            Path.of("/etc/crypttab"),
            Path.of("/etc/fstab"),
            Path.of("/proc/self/mountinfo"),
            Path.of("/proc/sys/kernel/random/boot_id"),
            Path.of("/sys/block"),
            Path.of("/dev/mapper"),
            Path.of("/dev/disk"),
            Path.of("/proc"),
            Path.of("/proc/self/ns/mnt"));
}
