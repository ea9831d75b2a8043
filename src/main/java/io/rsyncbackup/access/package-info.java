/** Callers, permissions, tokens, audit. */
@NullMarked
package io.rsyncbackup.access;

import org.jspecify.annotations.NullMarked;
