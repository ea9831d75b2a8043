/** The server inside a Debian of its own, emulated by QEMU: real encrypted disks, real reboots, real power cuts. */
@NullMarked
package io.rsyncbackup.machine;

import org.jspecify.annotations.NullMarked;
