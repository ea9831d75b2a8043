package io.rsyncbackup.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes bytes harmless for a terminal: valid printable UTF-8 stays, everything else becomes {@code \#ooo} as rsync writes it. */
final class LogLine {
    private LogLine() {}

    static byte[] escape(byte[] line) {
        for (byte b : line) {
            if (b < ' ' || b == 0x7f) { // control bytes, and every byte beyond ASCII
                return escapeAll(line);
            }
        }
        return line;
    }

    private static byte[] escapeAll(byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length + 16);
        int i = 0;
        while (i < line.length) {
            int length = printable(line, i);
            if (length > 0) {
                out.write(line, i, length);
                i += length;
            } else {
                out.writeBytes(String.format("\\#%03o", line[i] & 0xff).getBytes(StandardCharsets.US_ASCII));
                i++;
            }
        }
        return out.toByteArray();
    }

    /** How many bytes from here are one printable character; 0 when they are none. */
    private static int printable(byte[] line, int at) {
        int first = line[at] & 0xff;
        if (first < 0x80) {
            return first == '\t' || (first >= ' ' && first != 0x7f) ? 1 : 0;
        }
        int length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
        if (length == 0 || first > 0xf4 || at + length > line.length) {
            return 0;
        }
        int code = first & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = line[at + i] & 0xff;
            if ((next & 0xc0) != 0x80) {
                return 0;
            }
            code = code << 6 | (next & 0x3f);
        }
        boolean overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        boolean valid = !overlong && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        return valid && !invisible(code) ? length : 0;
    }

    /** Control characters beyond ASCII, line separators and those that turn the direction of the text around. */
    private static boolean invisible(int code) {
        return code < 0xa0
                || code == 0x2028
                || code == 0x2029
                || (code >= 0x202a && code <= 0x202e)
                || (code >= 0x2066 && code <= 0x2069);
    }
}
