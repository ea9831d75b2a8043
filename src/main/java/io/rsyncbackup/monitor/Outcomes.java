package io.rsyncbackup.monitor;

import io.rsyncbackup.run.RunState;
import java.util.Arrays;
import java.util.List;

/** How a run can end, as a label. */
final class Outcomes {
    static final List<String> ALL = Arrays.stream(RunState.values())
            .filter(RunState::ended)
            .map(RunState::text)
            .toList();

    private Outcomes() {}
}
