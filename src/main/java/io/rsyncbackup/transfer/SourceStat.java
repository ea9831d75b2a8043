package io.rsyncbackup.transfer;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code stat} says of one name at the source. Asked for single names, since a walk would enter what is excluded.
 *
 * @param mode type and permissions
 * @param name bytes, relative to the source
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SourceStat(long device, long inode, long size, long blocks, int mode, byte[] name) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int BLOCK = 512;

    /** What xargs says when stat failed for a name. */
    private static final int SOME_NOT_THERE = 123;

    /** Asks for all names that it is given as its input: NUL-terminated, each with a leading {@code ./}. */
    static Command command(String source, Path names) {
        return Command.of(
                        "env",
                        "--chdir=" + source,
                        "LC_ALL=C",
                        "QUOTING_STYLE=c",
                        "xargs",
                        "--null",
                        "--no-run-if-empty",
                        "stat",
                        "--printf=%d %i %s %b %f %N\\n",
                        "--")
                .withInput(names);
    }

    /**
     * Asks a source that can be asked.
     *
     * @return false when nobody can say, since the source is a daemon's
     */
    static boolean ask(Session session, Path names, CommandOutput output) {
        return switch (session.request().source()) {
            case Endpoint.Here here -> ask(session, here, here.path().toString(), names, output);
            case Endpoint.OverSsh ssh -> ask(session, ssh, ssh.path(), names, output);
            case Endpoint.Daemon daemon -> false;
        };
    }

    private static boolean ask(Session session, Endpoint end, String source, Path names, CommandOutput output) {
        session.runHelperAt(end, command(source, names), output, SOME_NOT_THERE);
        return true;
    }

    boolean regular() {
        return (mode & TYPE) == REGULAR;
    }

    /** What it takes on the disk, at most its size. */
    long allocatedBytes() {
        return Math.min(size, blocks * BLOCK);
    }

    /** Null when the line is something else. */
    static @Nullable SourceStat parse(byte[] line) {
        long[] numbers = new long[5];
        int position = 0;
        for (int i = 0; i < numbers.length; i++) {
            int end = Names.indexOf(line, (byte) ' ', position, line.length);
            if (end <= position) {
                return null;
            }
            for (; position < end; position++) {
                int digit = Character.digit(line[position], 16);
                if (digit < 0) {
                    return null;
                }
                numbers[i] = numbers[i] * (i == 4 ? 16 : 10) + digit;
            }
            position++;
        }
        byte[] name = unquote(line, position);
        return name == null
                ? null
                : new SourceStat(numbers[0], numbers[1], numbers[2], numbers[3], (int) numbers[4], name);
    }

    /** The first string in double quotes, as C would write it, without its leading {@code ./}. */
    private static byte @Nullable [] unquote(byte[] line, int from) {
        if (line.length < from + 4 || line[from] != '"') {
            return null;
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream(line.length - from);
        for (int i = from + 3; i < line.length; i++) {
            if (line[i] == '"') {
                return name.toByteArray();
            }
            if (line[i] != '\\') {
                name.write(line[i]);
            } else if (Names.isOctal(line, i + 1)) {
                name.write(Names.octal(line, i + 1));
                i += 3;
            } else {
                i++;
                int escape = "abtnvfr".indexOf(line[i]);
                name.write(escape < 0 ? line[i] : 7 + escape);
            }
        }
        return null;
    }
}
