/** The packaged jar as people run it: black box, real programs, real file systems. */
@NullMarked
package io.rsyncbackup.system;

import org.jspecify.annotations.NullMarked;
