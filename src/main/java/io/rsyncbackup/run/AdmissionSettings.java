package io.rsyncbackup.run;

import java.nio.file.Path;

/**
 * When new runs begin.
 *
 * @param dataDirectory whose file system must have room
 * @param minFreeBytes how much; 0: that does not matter
 */
public record AdmissionSettings(Path dataDirectory, long minFreeBytes) {}
