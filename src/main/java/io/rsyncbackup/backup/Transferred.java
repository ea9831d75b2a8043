package io.rsyncbackup.backup;

import io.rsyncbackup.snapshot.DaemonAttempt;

/**
 * What lies on a daemon and is no snapshot yet.
 *
 * @param partial something at the source could not be read
 */
record Transferred(DaemonAttempt attempt, boolean partial) {}
