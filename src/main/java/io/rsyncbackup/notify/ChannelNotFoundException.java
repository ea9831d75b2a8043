package io.rsyncbackup.notify;

/** There is no channel of this name. */
public final class ChannelNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChannelNotFoundException(String name) {
        super("there is no channel " + name);
    }
}
