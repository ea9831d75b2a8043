package io.rsyncbackup.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether new runs begin on this server. What runs already goes on to its end in any case. */
public interface Admission {
    /**
     * From now on no run begins here, until {@link #resume} or the end of this process. Asked again, the first time stays.
     *
     * @param by the caller's name
     */
    Drain drain(String by);

    /** Ends it; nothing happens where nobody drained. */
    void resume();

    /** Since when this server is drained; empty: it is not. */
    Optional<Drain> drained();

    /** How many runs run on this server now. */
    int running();

    /** How many of them are taken for stuck. */
    long stalled();

    /** Why no run begins here now; none: they do. */
    List<Closure> closures();

    /** Free bytes of the file system on which the data directory lies. */
    long freeBytes();

    /** Since when this server is drained, and who asked for it. */
    record Drain(Instant since, String by) {}
}
