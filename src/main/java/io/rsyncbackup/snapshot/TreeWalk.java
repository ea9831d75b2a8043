package io.rsyncbackup.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rsyncbackup.snapshot.TreeParts.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Learns of a tree from its directories alone, whose sizes tell well enough how much lies in each, and cuts it. Remembers
 * no more of it than it needs for that. Pure.
 */
final class TreeWalk {
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_BYTES = 100_000;
    private static final int OF_A_DIRECTORY = 4;
    private static final int BYTES_OF_A_NAME = 40;

    private static final class Directory {
        private final String name;
        private final long own;
        private final List<Directory> children = new ArrayList<>();
        private long work;

        Directory(String name, long size) {
            this.name = name;
            this.own = OF_A_DIRECTORY + size / BYTES_OF_A_NAME;
            this.work = own;
        }
    }

    private final int wanted;
    private final List<Directory> above = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private long seen;
    private boolean unreadable;

    /** @param wanted about how many parts */
    TreeWalk(int wanted) {
        this.wanted = wanted;
    }

    /**
     * One line of {@code find -type d}: depth, size and path of a directory, as in {@code 2 4096 a/b/}. Each follows the one
     * that holds it.
     */
    void accept(byte[] bytes) {
        String line = new String(bytes, ISO_8859_1);
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        // a line end in a name cuts its line in two, the first of which has no end
        if (unreadable || first < 1 || second < 0 || !line.endsWith("/")) {
            unreadable = true;
            return;
        }
        int depth = Integer.parseInt(line.substring(0, first));
        String path = line.substring(second + 1, line.length() - 1);
        // or its first line is that of the directory above, once more
        if (depth > above.size() || (depth == 0) != above.isEmpty() || depth != names(path)) {
            unreadable = true;
            return;
        }
        leave(depth);
        Directory directory = new Directory(
                path.substring(path.lastIndexOf('/') + 1), Long.parseLong(line.substring(first + 1, second)));
        if (depth > 0) {
            above.getLast().children.add(directory);
        }
        above.add(directory);
        seen += directory.own;
    }

    /**
     * @param smallest a tree with less work than this is not cut
     * @return empty when it is not worth it, or when a name did not fit into a line
     */
    Optional<TreeParts> end(long smallest) {
        if (unreadable || above.isEmpty() || seen < smallest) {
            return Optional.empty();
        }
        leave(1);
        cut(above.getFirst(), ".", Math.max(1, seen / wanted));
        parts.sort(Comparator.comparingLong(Part::work).reversed());
        return Optional.of(new TreeParts(parts, shared));
    }

    private static long names(String path) {
        return path.isEmpty()
                ? 0
                : 1 + path.chars().filter(character -> character == '/').count();
    }

    private void leave(int depth) {
        while (above.size() > Math.max(1, depth)) {
            Directory done = above.removeLast();
            above.getLast().work += done.work;
            if (done.work <= seen / wanted) {
                // it will never be cut: a part only gets larger with what follows
                done.children.clear();
            }
        }
    }

    private void cut(Directory directory, String path, long most) {
        shared.add(path);
        parts.add(new Part(path, List.of(), directory.own));
        List<String> names = new ArrayList<>();
        long work = 0;
        int bytes = 0;
        for (Directory child : directory.children) {
            if (child.work > most) {
                cut(child, path.equals(".") ? child.name : path + "/" + child.name, most);
                continue;
            }
            if (work + child.work > most || names.size() == MOST_NAMES || bytes + child.name.length() > MOST_BYTES) {
                add(path, names, work);
                names = new ArrayList<>();
                work = 0;
                bytes = 0;
            }
            names.add(child.name);
            work += child.work;
            bytes += child.name.length() + 1;
        }
        add(path, names, work);
    }

    private void add(String directory, List<String> names, long work) {
        if (!names.isEmpty()) {
            parts.add(new Part(directory, names, work));
        }
    }
}
