package io.rsyncbackup.device;

/**
 * What tells one use of a device from the next one.
 *
 * @param device {@code major:minor} of what is mounted, or of the unlocked device
 * @param id the mount's id, or the device mapper's UUID
 */
record Mark(String device, String id) {}
