package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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

    static Found look(Storage storage, DestinationLayout layout) throws IOException {
        if (storage.follow(layout.parent()).isEmpty()) {
            return new Nothing(false);
        }
        if (storage.exists(layout.identityFile())) {
            Optional<DestinationIdentity> identity = IdentityFile.readIdentity(storage, layout.identityFile());
            return identity.isPresent() ? new Identified(identity.get(), untouched(storage, layout)) : new Broken();
        }
        return untouched(storage, layout) ? new Nothing(true) : content(storage, layout);
    }

    private static boolean untouched(Storage storage, DestinationLayout layout) throws IOException {
        Foreign content = content(storage, layout);
        return content.entries() == 0
                && !content.latest()
                && storage.entries(layout.sidecars()).isEmpty()
                && storage.entries(layout.incomplete()).isEmpty()
                && storage.entries(layout.trash()).isEmpty()
                && !storage.exists(layout.latestFile());
    }

    private static Foreign content(Storage storage, DestinationLayout layout) throws IOException {
        Set<String> ours = Set.of(
                "lost+found",
                String.valueOf(layout.own().getFileName()),
                String.valueOf(layout.latest().getFileName()));
        int entries = 0;
        int dated = 0;
        for (Entry child : storage.read(layout.parent())) {
            String name = child.name();
            if (!ours.contains(name)) {
                entries++;
                if (DATED.matcher(name).matches() && child.directory()) {
                    dated++;
                }
            }
        }
        return new Foreign(entries, dated, filled(storage, layout.latest()));
    }

    private static boolean filled(Storage storage, Path latest) throws IOException {
        try {
            return !storage.entries(latest).isEmpty();
        } catch (AccessDeniedException e) {
            // got its attributes from a source that only root may read
            return true;
        }
    }
}
