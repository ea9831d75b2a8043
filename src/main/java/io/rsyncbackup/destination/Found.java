package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What lies where a destination should be. Looking reads only. */
sealed interface Found {
    /** An absent directory, an empty one, or one in which nothing but empty directories of our own was made. */
    record Nothing(boolean directory) implements Found {}

    /** @param unused true when nothing was ever written but the identity itself */
    record Identified(DestinationIdentity identity, boolean unused) implements Found {}

    /** There is an identity file, but it is not whole or from a version that is not understood. */
    record Broken() implements Found {}

    /** @param dated directories whose names begin with a year */
    record Foreign(int entries, int dated, boolean latest) implements Found {
        String text() {
            String what = dated > 0 ? dated + " dated directories" : entries + " other entries";
            return latest ? what + " and a filled latest" : what;
        }
    }

    Pattern DATED = Pattern.compile("\\d{4}\\D?\\d{2}\\D?\\d{2}.*");

    static Found look(DestinationLayout layout) throws IOException {
        if (!Files.exists(layout.parent())) {
            return new Nothing(false);
        }
        if (Files.exists(layout.identityFile(), LinkOption.NOFOLLOW_LINKS)) {
            Optional<DestinationIdentity> identity = IdentityFile.readIdentity(layout.identityFile());
            return identity.isPresent() ? new Identified(identity.get(), untouched(layout)) : new Broken();
        }
        return untouched(layout) ? new Nothing(true) : content(layout);
    }

    private static boolean untouched(DestinationLayout layout) throws IOException {
        Foreign content = content(layout);
        return content.entries() == 0
                && !content.latest()
                && Directories.entries(layout.sidecars()).isEmpty()
                && Directories.entries(layout.incomplete()).isEmpty()
                && Directories.entries(layout.trash()).isEmpty()
                && !Files.exists(layout.latestFile(), LinkOption.NOFOLLOW_LINKS);
    }

    private static Foreign content(DestinationLayout layout) throws IOException {
        Set<String> ours = Set.of(
                "lost+found",
                String.valueOf(layout.own().getFileName()),
                String.valueOf(layout.latest().getFileName()));
        int entries = 0;
        int dated = 0;
        for (Path child : Directories.read(layout.parent())) {
            String name = String.valueOf(child.getFileName());
            if (!ours.contains(name)) {
                entries++;
                if (DATED.matcher(name).matches() && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    dated++;
                }
            }
        }
        return new Foreign(entries, dated, !Directories.entries(layout.latest()).isEmpty());
    }
}
