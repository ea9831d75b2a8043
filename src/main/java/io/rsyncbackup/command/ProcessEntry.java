package io.rsyncbackup.command;

import org.jspecify.annotations.Nullable;

/** One line of the kernel's process table, as in {@code /proc/PID/stat}. */
record ProcessEntry(long pid, String name, char state, long parent, long group, long startTicks) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int START_TICKS = 19;

    /** Null when the text is not a whole line, as when the process ended while it was read. */
    static @Nullable ProcessEntry parse(String stat) {
        int open = stat.indexOf('(');
        // the name is whatever the process likes, brackets and spaces too
        int close = stat.lastIndexOf(')');
        if (open < 1 || close < open || close + 2 >= stat.length()) {
            return null;
        }
        String[] fields = stat.substring(close + 2).split(" ", -1);
        if (fields.length <= START_TICKS) {
            return null;
        }
        return new ProcessEntry(
                Long.parseLong(stat.substring(0, open).strip()),
                stat.substring(open + 1, close),
                fields[STATE].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[START_TICKS]));
    }

    /** A zombie has ended: it only waits for its parent to ask how. */
    boolean alive() {
        return state != 'Z' && state != 'X';
    }

    boolean sameProcessAs(ProcessEntry other) {
        return pid == other.pid && startTicks == other.startTicks;
    }
}
