package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything about a tree that must stay: type, mode, owner, time of change, size, target, ACL, extended attributes,
 * content, device numbers, and which names share an inode. Inode numbers themselves are not part of it.
 */
record TreeRecord(List<String> lines) {
    private static final String SCRIPT = """
            find "$@" -type d -printf '%i //%H// %P d %m %U %G %T@\\n' -o -printf '%i //%H// %P %y %m %U %G %T@ %s %l\\n'
            echo =====
            getfattr --recursive --physical --no-dereference --absolute-names --dump --match=- --encoding=hex "$@"
            echo =====
            find "$@" -type f -exec sha1sum {} +
            find "$@" '(' -type b -o -type c ')' -exec stat --format='%t %T  %n' {} +
            """;

    private static final Pattern ENTRY = Pattern.compile("(\\d+) //([^\\n]*?)// (.*)", Pattern.DOTALL);
    private static final Pattern CONTENT = Pattern.compile("(\\S+( \\S+)?)  (/.*)");

    static TreeRecord of(Path tree) {
        return of(List.of(tree)).getFirst();
    }

    /** Several trees at once, which takes a fraction of the time. */
    static List<TreeRecord> of(List<Path> trees) {
        if (trees.isEmpty()) {
            return List.of();
        }
        List<String> lines = Shell.run(
                Path.of("/"), SCRIPT, trees.stream().map(Path::toString).toArray(String[]::new));
        int attributes = lines.indexOf("=====");
        int contents = lines.lastIndexOf("=====");
        Map<String, List<String>> records = new LinkedHashMap<>();
        trees.forEach(tree -> records.put(tree.toString(), new ArrayList<>()));
        entries(lines.subList(0, attributes), records);
        attributes(lines.subList(attributes + 1, contents), records);
        contents(lines.subList(contents + 1, lines.size()), records);
        records.values().forEach(Collections::sort);
        return records.values().stream().map(TreeRecord::new).toList();
    }

    private static void entries(List<String> lines, Map<String, List<String>> records) {
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            if (ENTRY.matcher(line).matches()) {
                whole.add(line);
            } else {
                whole.set(whole.size() - 1, whole.getLast() + "\n" + line);
            }
        }
        Map<String, List<String>> names = new TreeMap<>();
        for (String line : whole) {
            Matcher matcher = ENTRY.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError(line);
            }
            names.computeIfAbsent(matcher.group(2) + "//" + matcher.group(1), inode -> new ArrayList<>())
                    .add(matcher.group(3));
        }
        names.forEach((inode, group) -> {
            Collections.sort(group);
            records.get(inode.substring(0, inode.indexOf("//"))).add(String.join(" == ", group));
        });
    }

    private static void attributes(List<String> lines, Map<String, List<String>> records) {
        String file = "";
        for (String line : lines) {
            if (line.startsWith("# file: ")) {
                file = line.substring("# file: ".length());
            } else if (!line.isEmpty()) {
                add(file, line, records);
            }
        }
    }

    private static void contents(List<String> lines, Map<String, List<String>> records) {
        for (String line : lines) {
            Matcher matcher = CONTENT.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError(line);
            }
            add(matcher.group(3), matcher.group(1), records);
        }
    }

    private static void add(String file, String what, Map<String, List<String>> records) {
        records.forEach((tree, record) -> {
            if (file.equals(tree) || file.startsWith(tree + "/")) {
                record.add(what + " of " + file.substring(tree.length()));
            }
        });
    }
}
