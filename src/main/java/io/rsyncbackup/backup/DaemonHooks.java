package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.run.Run;
import org.jspecify.annotations.Nullable;

/** What an rsync daemon's hooks ask: may this client push, and what follows from a push that has ended. */
public interface DaemonHooks {
    /**
     * Whose latest the module is.
     *
     * @throws HookRefusedException when no plan or several have this module
     */
    String plan(DaemonCall call);

    /**
     * Before a transfer.
     *
     * @throws HookRefusedException when the daemon must not serve the client
     */
    Answer begins(DaemonCall call);

    /**
     * After a transfer; asked again, the answer is the same.
     *
     * @param exitStatus the daemon's, -1 for one that was killed
     * @throws HookRefusedException when no plan or several have this module
     */
    Answer ended(DaemonCall call, int exitStatus, Caller caller);

    /** What follows. */
    enum Outcome {
        /** The transfer may begin. */
        NOTED,
        /** A run begins. */
        RUN,
        /** The plan has an active run; one more follows it. */
        RUN_FOLLOWS,
        NOTHING
    }

    /**
     * What follows, and why.
     *
     * @param run the run, or the one that it follows
     */
    record Answer(
            String plan,
            Outcome outcome,
            String reason,
            @Nullable Run run) {}
}
