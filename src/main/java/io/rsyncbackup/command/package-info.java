/** Run one external program and say how it ended. */
@NullMarked
package io.rsyncbackup.command;

import org.jspecify.annotations.NullMarked;
