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
        String line = key + ": " + (value == null ? "" : '"' + value + "\" ") + text;
        return line.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
