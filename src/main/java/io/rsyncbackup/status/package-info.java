/** Is everything backed up: age, overdue, ok. */
@NullMarked
package io.rsyncbackup.status;

import org.jspecify.annotations.NullMarked;
