package io.rsyncbackup.notify;

/** A notification was not taken; the message says why, without secrets. */
final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refusedForGood;

    DeliveryException(String message) {
        this(message, false);
    }

    /** @param refusedForGood whether the receiver dislikes this notification, and would the next time too */
    DeliveryException(String message, boolean refusedForGood) {
        super(message);
        this.refusedForGood = refusedForGood;
    }

    DeliveryException(String message, Throwable cause) {
        super(message, cause);
        this.refusedForGood = false;
    }

    boolean refusedForGood() {
        return refusedForGood;
    }
}
