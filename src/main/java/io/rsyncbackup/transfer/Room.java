package io.rsyncbackup.transfer;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import org.jspecify.annotations.Nullable;

/** How much room the file system of latest has, for root's own reserve too, so that it is never said too small. */
record Room(long freeBytes, long inodes, long freeInodes) {
    private static final int SOME = 16;

    /** Null when {@code stat} does not say, or a daemon, which never does. */
    static @Nullable Room of(Session session) {
        Endpoint latest = session.request().latest();
        return switch (latest) {
            case Endpoint.Here here -> of(session, here, here.path().toString());
            case Endpoint.OverSsh ssh -> of(session, ssh, ssh.path());
            case Endpoint.Daemon daemon -> null;
        };
    }

    private static @Nullable Room of(Session session, Endpoint latest, String path) {
        String[] line = {""};
        session.runAt(latest, Command.of("stat", "--file-system", "--format=%f %S %c %d", path), new CommandOutput() {
            @Override
            public void out(byte[] bytes) {
                line[0] = Names.readable(bytes);
            }
        });
        return parse(line[0]);
    }

    static @Nullable Room parse(String line) {
        if (!line.matches("\\d{1,18}( \\d{1,18}){3}")) {
            return null;
        }
        String[] numbers = line.split(" ", -1);
        return new Room(
                Long.parseLong(numbers[0]) * Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
    }

    /** Whether the file system counts inodes, and none is left worth mentioning. */
    boolean inodesUsedUp() {
        return inodes > 0 && freeInodes < SOME;
    }

    boolean hasInodesFor(long wanted) {
        return inodes <= 0 || wanted <= freeInodes;
    }
}
