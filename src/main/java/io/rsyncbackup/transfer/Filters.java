package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rsync's filter arguments, in the order in which they count: the first that matches decides. */
final class Filters {
    private Filters() {}

    /**
     * Lists the filters of a request.
     *
     * @param ownPaths every path below the source by which rsync could reach something that must not be copied
     */
    static List<String> of(List<Path> ownPaths, List<String> excludedRoots, List<String> excludes) {
        ExcludePatterns.validate(excludedRoots);
        ExcludePatterns.validate(excludes);
        List<String> filters = new ArrayList<>();
        ownPaths.forEach(path -> filters.add("--filter=-/ " + literal(path.toString()) + "/"));
        excludedRoots.forEach(pattern -> filters.add("--filter=-/ " + pattern));
        // not --exclude: '!' there would clear every filter before it
        excludes.forEach(pattern -> filters.add("--filter=- " + pattern));
        return filters;
    }

    /** A pattern that matches just this text. A backslash escapes only in a pattern that has a wildcard. */
    static String literal(String text) {
        boolean wildcards = text.chars().anyMatch(character -> "*?[".indexOf(character) >= 0);
        return wildcards ? text.replaceAll("([*?\\[\\\\])", "\\\\$1") : text;
    }
}
