package io.rsyncbackup.device;

/** A device cannot be had as it is; becomes an {@link Acquired} at the edge of this room. */
final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private DeviceException(boolean missing, String message) {
        super(message);
        this.missing = missing;
    }

    /** Its file is not there: plugged out. */
    static DeviceException missing(String message) {
        return new DeviceException(true, message);
    }

    /** What is configured cannot work. */
    static DeviceException refused(String message) {
        return new DeviceException(false, message);
    }

    boolean missing() {
        return missing;
    }
}
