package io.rsyncbackup.transfer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of what rsync would do, printed with {@link RsyncCommands#ITEM_FORMAT}.
 *
 * @param update the first letter of the itemized change: one of {@code <>ch.*}
 * @param type one of {@code f d L D S}; {@code d} or {@code f} for a deletion
 * @param created true when there is nothing of that type yet
 * @param name bytes, relative to the root, without a slash at its end; empty for the root
 * @param leader the name that it is a hard link to, when rsync said so
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Item(char update, char type, boolean created, long size, byte[] name, byte @Nullable [] leader) {
    private static final int CHANGE_LENGTH = 11;
    private static final byte[] LINK = {' ', '=', '>', ' '};

    boolean deletion() {
        return update == '*';
    }

    boolean directory() {
        return type == 'd';
    }

    boolean root() {
        return name.length == 0;
    }

    /** Whether its content travels. */
    boolean content() {
        return type == 'f' && (update == '>' || update == '<');
    }

    /** Whether rsync would change the inode that is there: it replaces regular files, but not what is neither. */
    boolean attributesInPlace() {
        return !created && (type == 'L' || type == 'S' || type == 'D');
    }

    /** Null when the line is something else. */
    static @Nullable Item parse(byte[] line) {
        if (line.length < CHANGE_LENGTH + 4 || line[CHANGE_LENGTH] != ' ' || !isChange(line)) {
            return null;
        }
        int sizeEnd = Names.indexOf(line, (byte) ' ', CHANGE_LENGTH + 1, line.length);
        int nameEnd = sizeEnd < 0 ? -1 : twoSlashes(line, sizeEnd + 1);
        if (nameEnd < 0) {
            return null;
        }
        boolean deletion = line[0] == '*';
        boolean slash = nameEnd + 2 < line.length && line[nameEnd + 2] == '/' && (deletion || line[1] == 'd');
        byte[] name = Names.decodeRsync(line, sizeEnd + 1, nameEnd);
        boolean root = slash && name.length == 1 && name[0] == '.';
        char type = deletion ? (slash ? 'd' : 'f') : (char) line[1];
        return new Item(
                (char) line[0],
                type,
                !deletion && line[2] == '+',
                size(line, sizeEnd),
                root ? new byte[0] : name,
                slash || deletion ? null : leader(line, nameEnd + 2));
    }

    private static boolean isChange(byte[] line) {
        return switch (line[0]) {
            case '<', '>', 'c', 'h', '.' -> "fdLDS".indexOf(line[1]) >= 0;
            case '*' -> line[1] == 'd' && line[2] == 'e' && line[3] == 'l';
            default -> false;
        };
    }

    private static long size(byte[] line, int end) {
        long size = 0;
        for (int i = CHANGE_LENGTH + 1; i < end; i++) {
            if (line[i] >= '0' && line[i] <= '9') {
                size = size * 10 + line[i] - '0';
            }
        }
        return size;
    }

    private static int twoSlashes(byte[] line, int from) {
        for (int i = from; i + 1 < line.length; i++) {
            if (line[i] == '/' && line[i + 1] == '/') {
                return i;
            }
        }
        return -1;
    }

    private static byte @Nullable [] leader(byte[] line, int from) {
        int end = from + LINK.length;
        return line.length > end && Arrays.equals(line, from, end, LINK, 0, LINK.length)
                ? Names.decodeRsync(line, end, line.length)
                : null;
    }
}
