/** rsync's location syntax: local, SSH, daemon. */
@NullMarked
package io.rsyncbackup.location;

import org.jspecify.annotations.NullMarked;
