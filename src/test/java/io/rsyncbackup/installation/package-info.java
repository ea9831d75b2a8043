/** The server as people install it: Debian package, container image, chart. */
@NullMarked
package io.rsyncbackup.installation;

import org.jspecify.annotations.NullMarked;
