package io.rsyncbackup.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The encrypted devices that this host knows, as in {@code /etc/crypttab}. Pure. */
record Crypttab(List<Entry> entries) {
    private static final int SOURCE = 1;
    private static final int KEY = 2;
    private static final int OPTIONS = 3;

    /**
     * One line of it.
     *
     * @param line the first line of the file is 1
     * @param source a path, or {@code UUID=}, {@code PARTUUID=}, {@code LABEL=}, {@code PARTLABEL=} and a value
     * @param key path of the key file, or {@code none} or {@code -} where a person types it
     * @param text the whole line, for messages
     */
    record Entry(int line, String name, String source, String key, List<String> options, String text) {
        /** The value of an option {@code name=value}; present but empty when it has none. */
        Optional<String> option(String wanted) {
            return options.stream()
                    .filter(option -> option.equals(wanted) || option.startsWith(wanted + "="))
                    .map(option -> option.substring(Math.min(option.length(), wanted.length() + 1)))
                    .findFirst();
        }

        /** Where to look, for messages. */
        String where() {
            return "line " + line + " of crypttab: " + text;
        }
    }

    static Crypttab parse(byte[] content) {
        return new Crypttab(TabLines.of(content).stream().map(Crypttab::entry).toList());
    }

    private static Entry entry(TabLines.Line line) {
        // escaped commas belong to a value, so they are decoded after the split
        List<String> options = line.fields().size() <= OPTIONS
                ? List.of()
                : Arrays.stream(line.fields().get(OPTIONS).split(",", -1))
                        .map(TabLines::unescape)
                        .filter(option -> !option.isEmpty())
                        .toList();
        return new Entry(line.number(), line.field(0), line.field(SOURCE), line.field(KEY), options, line.text());
    }

    /** The first of that name, as cryptdisks has it. */
    Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
