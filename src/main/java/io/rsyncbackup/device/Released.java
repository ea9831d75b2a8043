package io.rsyncbackup.device;

import org.jspecify.annotations.Nullable;

/** What became of a device that is not needed any more. */
public sealed interface Released {
    /** It was there before any server of this host wanted it, or is not what they made any more: left as it is. */
    record NotOurs() implements Released {}

    /** Another run, of this or another server, still uses it and will undo it. */
    record StillUsed() implements Released {}

    /** Locked or unmounted. */
    record Undone(String command, int exitCode) implements Released {}

    /**
     * It could not be undone; the next run that uses it, or the next start of a server, tries again.
     *
     * @param busy somebody keeps it busy; the message names who, as far as can be seen
     */
    record Left(
            String message,
            boolean busy,
            @Nullable String command,
            @Nullable Integer exitCode) implements Released {}
}
