package io.rsyncbackup;

/** What tests of rooms need of the root: the data directory and the database as the server has them. */
public final class ServerRoot {
    private ServerRoot() {}

    public static Class<?>[] database() {
        return new Class<?>[] {DataDirectoryConfiguration.class, DatabaseConfiguration.class};
    }
}
