package io.rsyncbackup.run;

/** The parts of a run. */
public enum StepName {
    BEFORE,
    UNLOCK,
    MOUNT,
    BACKUP,
    SNAPSHOT,
    ROTATE,
    DELETE,
    UNMOUNT,
    LOCK,
    AFTER_SUCCESS,
    AFTER_FAILURE,
    FINALLY;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
