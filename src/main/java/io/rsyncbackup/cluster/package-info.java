/** This node, its heartbeat, its labels; who is alive. */
@NullMarked
package io.rsyncbackup.cluster;

import org.jspecify.annotations.NullMarked;
