package io.rsyncbackup.location;

/** A text is no location, or none that can be used safely. The message says why, and how to write it. */
public final class InvalidLocationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidLocationException(String message) {
        super(message);
    }
}
