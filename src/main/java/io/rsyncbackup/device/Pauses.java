package io.rsyncbackup.device;

/** Waits a moment before looking again. */
final class Pauses {
    private static final long MOMENT_MILLIS = 250;

    private Pauses() {}

    static void shortly() {
        try {
            Thread.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeviceException.refused("interrupted while waiting for a device");
        }
    }
}
