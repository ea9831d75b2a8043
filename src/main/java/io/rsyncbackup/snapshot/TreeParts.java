package io.rsyncbackup.snapshot;

import java.util.List;

/**
 * A tree cut into parts of about the same work, so that several programs can share it. Names are bytes, held as Latin-1.
 *
 * @param parts the largest first
 * @param shared the directories that more than one part lies in, each behind the one that holds it; the root is "."
 */
record TreeParts(List<Part> parts, List<String> shared) {
    TreeParts {
        parts = List.copyOf(parts);
        shared = List.copyOf(shared);
    }

    /**
     * Some directories with all that is in them, or everything of one directory that is no directory.
     *
     * @param directory what holds them; below the root, or "."
     * @param names empty for what is no directory
     */
    record Part(String directory, List<String> names, long work) {
        Part {
            names = List.copyOf(names);
        }
    }
}
