/** Say in each line of the server's own log which run, plan and request it is about. */
@NullMarked
package io.rsyncbackup.log;

import org.jspecify.annotations.NullMarked;
