/** Compose the steps of a backup run. */
@NullMarked
package io.rsyncbackup.backup;

import org.jspecify.annotations.NullMarked;
