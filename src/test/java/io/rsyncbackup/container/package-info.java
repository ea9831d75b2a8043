/** Other hosts in containers: their own users, file systems and network, cut off and stopped at will. */
@NullMarked
package io.rsyncbackup.container;

import org.jspecify.annotations.NullMarked;
