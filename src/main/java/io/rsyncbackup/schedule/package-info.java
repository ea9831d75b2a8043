/** Start runs on time. */
@NullMarked
package io.rsyncbackup.schedule;

import org.jspecify.annotations.NullMarked;
