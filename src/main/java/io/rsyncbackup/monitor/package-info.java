/** Health and meters. */
@NullMarked
package io.rsyncbackup.monitor;

import org.jspecify.annotations.NullMarked;
