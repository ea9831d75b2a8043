/** Identity, lock, layout and capacity of a destination; nobody else writes there. */
@NullMarked
package io.rsyncbackup.destination;

import org.jspecify.annotations.NullMarked;
