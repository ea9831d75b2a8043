package io.rsyncbackup.run;

import java.util.List;

/**
 * Mends what a server that died left behind: processes, locks, half-built directories. Called once at each start, before the
 * first run is claimed, also when nothing was interrupted. What it throws is logged and stops nothing.
 */
public interface Recovery {
    /** The runs of this server that were running when it died; they have just been ended as {@code interrupted}. */
    void recover(List<Run> interrupted);
}
