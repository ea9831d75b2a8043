package io.rsyncbackup.cluster;

import java.util.List;
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

    /** This server, as it says of itself. */
    Member member();

    /** The other servers that are not known to be dead. */
    List<Member> others();

    /** Every other server that ever was, dead or alive. */
    List<Member> everyOther();

    /** Names of plans that the configurations of the servers that live do not agree about, in order. */
    List<String> disagreements();
}
