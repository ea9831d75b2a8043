package io.rsyncbackup.device;

import org.jspecify.annotations.Nullable;

/** What became of the wish to have a device. Messages are for people and name the device. */
public sealed interface Acquired {
    /**
     * It is unlocked or mounted, and stays so at least until the hold is released.
     *
     * @param message how: by this run, by another one, by somebody else
     * @param command what was run for it, as a person would type it; absent when it was there already
     */
    record Held(
            DeviceHold hold,
            String message,
            @Nullable String command,
            @Nullable Integer exitCode) implements Acquired {}

    /** Its device file is not there: the disk is not plugged in. Nothing was done. */
    record Missing(String message) implements Acquired {}

    /** It cannot be had, and nothing of it is left. */
    record Failed(
            String message,
            @Nullable String command,
            @Nullable Integer exitCode) implements Acquired {}

    /** The stop was requested; nothing of it is left. */
    record Stopped() implements Acquired {}
}
