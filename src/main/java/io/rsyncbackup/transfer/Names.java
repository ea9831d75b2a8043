package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** File names as bytes: how programs print them, and how people read them. */
final class Names {
    private Names() {}

    /** Undoes rsync's {@code \#ooo}, from one index to another. */
    static byte[] decodeRsync(byte[] line, int from, int to) {
        if (indexOf(line, (byte) '\\', from, to) < 0) {
            return Arrays.copyOfRange(line, from, to);
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (line[i] == '\\' && i + 4 < to && line[i + 1] == '#' && isOctal(line, i + 2)) {
                name.write(octal(line, i + 2));
                i += 4;
            } else {
                name.write(line[i]);
            }
        }
        return name.toByteArray();
    }

    static boolean isOctal(byte[] line, int index) {
        if (index + 2 >= line.length) {
            return false;
        }
        for (int i = index; i < index + 3; i++) {
            if (line[i] < '0' || line[i] > '7') {
                return false;
            }
        }
        return true;
    }

    static int octal(byte[] line, int index) {
        return (line[index] - '0') * 64 + (line[index + 1] - '0') * 8 + line[index + 2] - '0';
    }

    /** For people: one line, what is no character of UTF-8 replaced, control characters as {@code \ooo}. */
    static String readable(byte[] name) {
        StringBuilder text = new StringBuilder();
        new String(name, UTF_8).codePoints().forEach(character -> {
            if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
                text.append(String.format("\\%03o", character));
            } else {
                text.appendCodePoint(character);
            }
        });
        return text.toString();
    }

    /** The directory that holds it; empty for the root. */
    static byte[] parent(byte[] name) {
        for (int i = name.length - 1; i > 0; i--) {
            if (name[i] == '/') {
                return Arrays.copyOf(name, i);
            }
        }
        return new byte[0];
    }

    static int indexOf(byte[] line, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
