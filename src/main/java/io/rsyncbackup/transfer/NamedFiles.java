package io.rsyncbackup.transfer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts files and remembers the first hundred. */
final class NamedFiles {
    private static final int NAMED = 100;

    private final Set<String> names = new LinkedHashSet<>();
    private long count;

    void add(String name) {
        if (names.contains(name)) {
            return;
        }
        count++;
        if (names.size() < NAMED) {
            names.add(name);
        }
    }

    FileList list() {
        return new FileList(count, List.copyOf(names));
    }

    /** Two lists as one; a name that is in both counts once. */
    static FileList union(FileList first, FileList second) {
        Set<String> names = new LinkedHashSet<>(first.paths());
        long both = second.paths().stream().filter(names::contains).count();
        second.paths().stream().filter(name -> names.size() < NAMED).forEach(names::add);
        return new FileList(first.count() + second.count() - both, List.copyOf(names));
    }
}
