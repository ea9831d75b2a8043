package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything about a tree that must stay: type, mode, owner, time of change, size, target, ACL, extended attributes,
 * content, device numbers, and which names share an inode. Inode numbers themselves are not part of it.
 */
record TreeRecord(List<String> lines) {
    private static final String SCRIPT = """
            find . -type d -printf '%i d %m %U %G %T@ - %P\\n' -o -printf '%i %y %m %U %G %T@ %s %l %P\\n'
            echo =====
            getfattr --recursive --physical --no-dereference --dump --match=- --encoding=hex . | paste -sd '|' | sed 's/||/\\n/g'
            find . -type f -exec sha1sum {} +
            find . '(' -type b -o -type c ')' -exec stat --format='%n %t %T' {} +
            """;

    private static final Pattern ENTRY = Pattern.compile("(\\d+) ([a-z] \\d+ \\d+ \\d+ \\S+ .*)");

    static TreeRecord of(Path tree) {
        List<String> lines = Shell.run(tree, SCRIPT);
        int entries = lines.indexOf("=====");
        List<String> result = new ArrayList<>(lines.subList(entries + 1, lines.size()));
        Map<String, List<String>> names = new HashMap<>();
        for (String line : lines.subList(0, entries)) {
            Matcher matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                names.computeIfAbsent(matcher.group(1), inode -> new ArrayList<>())
                        .add(matcher.group(2));
            } else {
                result.add(line);
            }
        }
        names.values().forEach(group -> {
            Collections.sort(group);
            result.add(String.join(" == ", group));
        });
        Collections.sort(result);
        return new TreeRecord(List.copyOf(result));
    }
}
