package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What may be given as an exclude pattern. */
public final class ExcludePatterns {
    private static final int LONGEST = 4096;

    private ExcludePatterns() {}

    /**
     * Checks patterns before they reach a command line.
     *
     * @throws IllegalArgumentException with a sentence that names the pattern and what is wrong with it
     */
    public static void validate(List<String> patterns) {
        patterns.forEach(ExcludePatterns::validate);
    }

    private static void validate(String pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("an exclude pattern must not be empty");
        }
        for (char forbidden : new char[] {'\0', '\n', '\r'}) {
            if (pattern.indexOf(forbidden) >= 0) {
                throw new IllegalArgumentException("an exclude pattern must not contain a NUL or a line end: "
                        + pattern.replaceAll("\\p{Cntrl}", "?"));
            }
        }
        if (pattern.getBytes(UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("an exclude pattern must not be longer than " + LONGEST + " bytes: "
                    + pattern.substring(0, 60) + "…");
        }
    }
}
