/** Name, index, publish, describe and remove dated snapshots; the trash. */
@NullMarked
package io.rsyncbackup.snapshot;

import org.jspecify.annotations.NullMarked;
