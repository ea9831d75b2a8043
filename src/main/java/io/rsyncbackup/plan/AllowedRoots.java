package io.rsyncbackup.plan;

import java.nio.file.Path;
import java.util.List;

/**
 * Below which directories of this host plans made over the API may read and write.
 *
 * @param sources absolute
 * @param destinations absolute
 */
public record AllowedRoots(List<Path> sources, List<Path> destinations) {
    static final AllowedRoots NONE = new AllowedRoots(List.of(), List.of());

    public AllowedRoots {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
    }
}
