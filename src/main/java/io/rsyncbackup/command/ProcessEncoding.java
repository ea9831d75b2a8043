package io.rsyncbackup.command;

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
        if (!encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("UTF8")) {
            throw new IllegalStateException("the server was started in a locale whose encoding is "
                    + (encoding.isEmpty() ? "unknown" : encoding)
                    + ", so that file names which are not plain ASCII cannot be used: start it with LC_ALL=C.UTF-8");
        }
    }
}
