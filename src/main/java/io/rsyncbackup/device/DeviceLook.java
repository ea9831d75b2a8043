package io.rsyncbackup.device;

/**
 * How a device is, seen without touching it.
 *
 * @param usable it is unlocked or mounted, or could be as far as can be seen
 * @param missing its device file is not there
 * @param detail for people
 */
public record DeviceLook(Device device, boolean up, boolean usable, boolean missing, String detail) {}
