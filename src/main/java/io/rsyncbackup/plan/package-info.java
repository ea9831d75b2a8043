/** Hold the plans and each plan's lasting state. */
@NullMarked
package io.rsyncbackup.plan;

import org.jspecify.annotations.NullMarked;
