package io.rsyncbackup.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be done with one kind of device. */
interface DeviceKind {
    /** Present when it is unlocked, or mounted. */
    Optional<Mark> now();

    /**
     * Looks whether it could be had.
     *
     * @throws DeviceException when it is missing or what is configured cannot work
     */
    void require();

    /** The ways to have it; the first whose program is installed is taken. Each may throw DeviceException. */
    List<Supplier<List<String>>> up();

    /** The ways to be rid of it, likewise. */
    List<Supplier<List<String>>> down();

    /** Commands that remove what a killed start left half done; empty when there is nothing of it. */
    default Optional<List<String>> mendHalfDone() {
        return Optional.empty();
    }

    /** Who keeps it busy, for people; empty when nobody can be seen. */
    List<String> holders();
}
