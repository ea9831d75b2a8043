package io.rsyncbackup.backup;

import java.util.List;

/** What a client asked of an rsync daemon, read from the arguments of the daemon's side. Pure. */
enum DaemonTransfer {
    PUSH,
    DRY_RUN,
    PULL;

    private static final String END_OF_OPTIONS = ".";
    /** Short options that take what follows them for their value; {@code -e} tells what the client is able to do. */
    private static final String WITH_VALUE = "eBTfM@";

    /**
     * Reads what the daemon gives to its hooks.
     *
     * @param arguments as in {@code rsyncd --server -vlogDtpre.iLsfxCIvu --delete . /}: options, a dot, paths
     */
    static DaemonTransfer of(List<String> arguments) {
        int end = arguments.indexOf(END_OF_OPTIONS);
        List<String> options = end < 0 ? arguments : arguments.subList(0, end);
        // listings have it too
        if (options.contains("--sender")) {
            return PULL;
        }
        return options.stream().anyMatch(DaemonTransfer::simulates) ? DRY_RUN : PUSH;
    }

    private static boolean simulates(String option) {
        if (option.equals("--dry-run") || option.startsWith("--only-write-batch") || option.equals("--list-only")) {
            return true;
        }
        if (!option.startsWith("-") || option.startsWith("--")) {
            return false;
        }
        for (char letter : option.substring(1).toCharArray()) {
            if (letter == 'n') {
                return true;
            }
            if (WITH_VALUE.indexOf(letter) >= 0) {
                return false;
            }
        }
        return false;
    }
}
