package io.rsyncbackup.cluster;

import java.time.Instant;

/** What lies in a row: the data, and in front of it the time when it was due if that could not be heeded yet. */
final class DueText {
    private static final char MARK = '\u0001';

    private DueText() {}

    /** Of one that is to be tried again and is still due when it was. */
    static String waiting(Due due) {
        return MARK + Long.toString(due.at().toEpochMilli()) + MARK + due.data();
    }

    /** @param at when the row says that it is to be looked at */
    static Due read(String id, String text, Instant at) {
        int end = text.indexOf(MARK, 1);
        if (end < 0 || text.charAt(0) != MARK) {
            return new Due(id, text, at);
        }
        return new Due(id, text.substring(end + 1), Instant.ofEpochMilli(Long.parseLong(text.substring(1, end))));
    }
}
