/** Decide which snapshots stay, and why. */
@NullMarked
package io.rsyncbackup.rotation;

import org.jspecify.annotations.NullMarked;
