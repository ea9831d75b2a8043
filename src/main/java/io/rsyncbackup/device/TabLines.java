package io.rsyncbackup.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form that crypttab, fstab and mountinfo share: fields between blanks, blanks in them as octal digits. Pure. */
final class TabLines {
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    private TabLines() {}

    /**
     * A line that says something.
     *
     * @param number the first line of the file is 1
     * @param fields still escaped, in Latin 1: their bytes need not be valid text
     */
    record Line(int number, List<String> fields) {
        /** Empty when the line has no such field. */
        String field(int index) {
            return index < fields.size() ? unescape(fields.get(index)) : "";
        }

        /** For messages. */
        String text() {
            return unescape(String.join(" ", fields));
        }
    }

    /** Without empty lines and comments. */
    static List<Line> of(byte[] content) {
        List<String> lines =
                new String(content, StandardCharsets.ISO_8859_1).lines().toList();
        return java.util.stream.IntStream.range(0, lines.size())
                .mapToObj(index -> new Line(index + 1, fields(lines.get(index))))
                .filter(line ->
                        !line.fields().isEmpty() && !line.fields().getFirst().startsWith("#"))
                .toList();
    }

    private static List<String> fields(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() ? List.of() : Arrays.asList(BLANKS.split(stripped, -1));
    }

    static String unescape(String latin) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Matcher matcher = OCTAL.matcher(latin);
        int from = 0;
        while (matcher.find()) {
            plain.writeBytes(latin.substring(from, matcher.start()).getBytes(StandardCharsets.ISO_8859_1));
            plain.write(Integer.parseInt(matcher.group(1), 8));
            from = matcher.end();
        }
        plain.writeBytes(latin.substring(from).getBytes(StandardCharsets.ISO_8859_1));
        return plain.toString(StandardCharsets.UTF_8);
    }
}
