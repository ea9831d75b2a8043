package io.rsyncbackup.plan;

import java.util.regex.Pattern;

/** Reads a label of a server. */
public final class NodeLabelText {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private NodeLabelText() {}

    public static String parse(String text) {
        String label = text.strip();
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "is no label of a server; use at most 63 letters, digits, dots, hyphens and underscores");
        }
        return label;
    }
}
