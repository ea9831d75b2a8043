package io.rsyncbackup.backup;

/** Who this server runs as. */
final class Privileges {
    private Privileges() {}

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }
}
