package io.rsyncbackup.backup;

import io.rsyncbackup.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one step of rotation has removed over all its attempts: a later one removes nothing that the first would not. */
final class RotationProgress {
    private final List<String> removed = new ArrayList<>();
    private @Nullable Set<String> agreed;
    private @Nullable String inDoubt;
    private int goneSinceLook;

    /** The answer to the last removal may have been lost on its way. */
    void look(List<Snapshot> there) {
        String name = inDoubt;
        inDoubt = null;
        goneSinceLook = 0;
        if (name != null && there.stream().noneMatch(snapshot -> snapshot.name().equals(name))) {
            removed.add(name);
        }
    }

    boolean begun() {
        return agreed != null;
    }

    /** Of what is to be removed, what may be. */
    List<String> begin(List<String> decided) {
        if (agreed == null) {
            agreed = new HashSet<>(decided);
        }
        return decided.stream().filter(agreed::contains).toList();
    }

    void removing(String name) {
        inDoubt = name;
    }

    void removed(String name) {
        inDoubt = null;
        removed.add(name);
        goneSinceLook++;
    }

    /** The run's document. */
    Map<String, Object> details(int there) {
        return Map.of("kept", there - goneSinceLook, "removed", List.copyOf(removed));
    }
}
