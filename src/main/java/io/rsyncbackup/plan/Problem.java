package io.rsyncbackup.plan;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in what was configured.
 *
 * @param key as the person wrote it
 * @param value absent where it does not matter or must not be repeated
 * @param text what is wrong and how to mend it; continues the sentence that begins with the value
 */
public record Problem(String key, @Nullable String value, String text) {
    /** One line. */
    public String line() {
        return oneLine(key) + ": " + said();
    }

    /** What is wrong with the value, in one line; without the key. */
    public String said() {
        return oneLine((value == null ? "" : '"' + value + "\" ") + text);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
