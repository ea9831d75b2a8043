package io.rsyncbackup.cluster;

import java.util.Set;

/** Who works on this database. */
public interface Cluster {
    Node self();

    /** True when other servers may work on the same database. */
    boolean shared();

    /** Ids of other servers that have shown no sign of life for 16 seconds. */
    Set<String> dead();

    /** True when this server could not show that it lives for 10 seconds, so that others may soon take it for dead. */
    boolean isolated();
}
