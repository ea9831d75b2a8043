package io.rsyncbackup.rotation;

import java.util.ArrayList;
import java.util.List;

/** What a person should look at before they let a rotation happen. */
final class RotationWarnings {
    /** A rotation that runs as often as snapshots are taken removes about one; a third is a scheme that was changed. */
    private static final int LARGE_SHARE_PERCENT = 30;

    private RotationWarnings() {}

    static List<String> of(List<Decision> decisions, int future) {
        List<String> warnings = new ArrayList<>();
        long removed = decisions.stream().filter(decision -> !decision.kept()).count();
        // A single removal is the ordinary course, however few snapshots there are.
        if (removed > 1 && removed * 100 >= (long) LARGE_SHARE_PERCENT * decisions.size()) {
            warnings.add("removes " + removed * 100 / decisions.size() + " % of the snapshots");
        }
        if (future > 0) {
            warnings.add((future == 1 ? "1 snapshot is" : future + " snapshots are")
                    + " dated in the future: kept, and not counted; check the clock");
        }
        return List.copyOf(warnings);
    }
}
