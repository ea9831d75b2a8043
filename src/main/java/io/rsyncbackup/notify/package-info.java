/** Tell the outside world what becomes of runs: channels, and an outbox from which they are served. */
@NullMarked
package io.rsyncbackup.notify;

import org.jspecify.annotations.NullMarked;
