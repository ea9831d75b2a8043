/** Queue, execute and remember runs of steps; knows nothing of backups. */
@NullMarked
package io.rsyncbackup.run;

import org.jspecify.annotations.NullMarked;
