/** Unlock, mount, share and undo the disk under a destination. */
@NullMarked
package io.rsyncbackup.device;

import org.jspecify.annotations.NullMarked;
