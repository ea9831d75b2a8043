/** Copy a source to a destination with rsync, old snapshots untouched. */
@NullMarked
package io.rsyncbackup.transfer;

import org.jspecify.annotations.NullMarked;
