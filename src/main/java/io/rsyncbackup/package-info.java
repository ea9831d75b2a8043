/** Start the server; provide clock, zone and command runner. */
@NullMarked
package io.rsyncbackup;

import org.jspecify.annotations.NullMarked;
