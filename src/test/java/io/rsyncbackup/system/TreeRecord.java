package io.rsyncbackup.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a backup must keep of a tree, as it is now. Not change time, access time or the number of links, which a
 * snapshot may change; links are recorded as which names of the tree are one file. Names are bytes, shown as Latin-1.
 */
record TreeRecord(Map<String, Entry> entries) {
    /**
     * One name.
     *
     * @param modified nanoseconds and all
     * @param size of regular files
     * @param attributes extended attributes, access control lists among them
     * @param sameFileAs the first name of the tree that is this file, empty when that is itself
     */
    record Entry(
            String type,
            String mode,
            String owner,
            String modified,
            String size,
            String target,
            String device,
            String content,
            String attributes,
            String sameFileAs) {}

    private static final String LIST = "cd \"$1\"; find . -printf '%p\\0%y\\0%m\\0%U:%G\\0%T@\\0%s\\0%D:%i\\0%l\\0'";
    private static final String CONTENT = "cd \"$1\"; find . -type f -print0 | xargs -0 -r sha256sum -z";
    private static final String DEVICES =
            "cd \"$1\"; find . \\( -type b -o -type c \\) -print0 | xargs -0 -r stat --printf '%n\\0%t:%T\\0'";
    private static final String ATTRIBUTES = "cd \"$1\"; getfattr -R -P -h -d -m - -e hex .";

    static TreeRecord of(Path root) {
        var content = new HashMap<String, String>();
        for (var line : split(Shell.bytes(CONTENT, root))) {
            content.put(line.substring(66), line.substring(0, 64));
        }
        var devices = new HashMap<String, String>();
        var pairs = split(Shell.bytes(DEVICES, root));
        for (int index = 0; index < pairs.size(); index += 2) {
            devices.put(pairs.get(index), pairs.get(index + 1));
        }
        var attributes = attributes(root);
        var fields = split(Shell.bytes(LIST, root));
        var firstNames = new HashMap<String, String>();
        for (int index = 0; index < fields.size(); index += 8) {
            firstNames.merge(fields.get(index + 6), fields.get(index), (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
        var entries = new TreeMap<String, Entry>();
        for (int index = 0; index < fields.size(); index += 8) {
            var name = fields.get(index);
            var type = fields.get(index + 1);
            var first = firstNames.get(fields.get(index + 6));
            entries.put(
                    name,
                    new Entry(
                            type,
                            fields.get(index + 2),
                            fields.get(index + 3),
                            fields.get(index + 4),
                            type.equals("f") ? fields.get(index + 5) : "",
                            fields.get(index + 7),
                            devices.getOrDefault(name, ""),
                            content.getOrDefault(name, ""),
                            attributes.getOrDefault(name, ""),
                            name.equals(first) ? "" : first));
        }
        return new TreeRecord(entries);
    }

    /** What is different, a line each; empty when nothing is. */
    List<String> differences(TreeRecord other) {
        var differences = new ArrayList<String>();
        entries.forEach((name, entry) -> {
            var there = other.entries.get(name);
            if (there == null) {
                differences.add("missing: " + name);
            } else if (!there.equals(entry)) {
                differences.add(name + "\n  was " + entry + "\n  is  " + there);
            }
        });
        other.entries.keySet().stream()
                .filter(name -> !entries.containsKey(name))
                .forEach(name -> differences.add("new: " + name));
        return differences;
    }

    /** getfattr writes names with octal escapes, in blocks that an empty line ends. */
    private static Map<String, String> attributes(Path root) {
        var attributes = new HashMap<String, String>();
        var text = new String(Shell.bytes(ATTRIBUTES, root), StandardCharsets.ISO_8859_1);
        for (var block : text.split("\n\n")) {
            var lines = block.strip().split("\n");
            if (lines[0].startsWith("# file: ")) {
                var name = unescape(lines[0].substring("# file: ".length()));
                var values = new ArrayList<>(List.of(lines).subList(1, lines.length));
                values.removeIf(value -> value.startsWith("security.selinux="));
                values.sort(null);
                attributes.put(name.equals(".") ? name : "./" + name, String.join(" ", values));
            }
        }
        return attributes;
    }

    private static String unescape(String name) {
        var text = new StringBuilder();
        for (int index = 0; index < name.length(); index++) {
            if (name.charAt(index) == '\\' && name.substring(index + 1).matches("(?s)[0-7]{3}.*")) {
                text.append((char) Integer.parseInt(name.substring(index + 1, index + 4), 8));
                index += 3;
            } else {
                text.append(name.charAt(index));
            }
        }
        return text.toString();
    }

    private static List<String> split(byte[] output) {
        var text = new String(output, StandardCharsets.ISO_8859_1);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
