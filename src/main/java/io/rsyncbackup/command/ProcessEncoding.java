package io.rsyncbackup.command;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** With what encoding this server hands file names to the system. */
public final class ProcessEncoding {
    private ProcessEncoding() {}

    /**
     * Every file name that is not ASCII would fail or be mangled otherwise.
     *
     * @throws IllegalStateException when it is not UTF-8; the message says how to start the server
     */
    public static void requireUtf8() {
        requireUtf8(System.getProperty("sun.jnu.encoding", ""));
    }

    static void requireUtf8(String encoding) {
        if (!isUtf8(encoding)) {
            throw new IllegalStateException("the server was started in a locale whose encoding is "
                    + (encoding.isEmpty() ? "unknown" : encoding)
                    + ", so that file names which are not plain ASCII cannot be used: start it with LC_ALL=C.UTF-8");
        }
    }

    private static boolean isUtf8(String encoding) {
        return !encoding.isEmpty()
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    }
}
