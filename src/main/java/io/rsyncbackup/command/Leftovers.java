package io.rsyncbackup.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Processes that an earlier life of this server started and that go on without it, since a killed server cannot end
 * them. They are known by the node id in their environment, which no crash can forget to write down.
 */
public final class Leftovers {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String node;
    private final Duration grace;

    /** A process that was found and ended. */
    public record Leftover(long process, String program) {}

    public Leftovers(String node) {
        this(node, GRACE);
    }

    Leftovers(String node, Duration grace) {
        this.node = node;
        this.grace = grace;
    }

    /**
     * Ends them all (TERM, KILL five seconds later) and returns when they are gone. This server, what it was started by
     * and what it runs itself are left alone, as are processes whose environment may not be read (another user's).
     *
     * @return what was ended, by process id
     */
    public List<Leftover> end() {
        Set<ProcessEntry> ended = Processes.end(this::find, grace, Signals.DIRECT);
        Map<Long, Leftover> byProcess = new TreeMap<>();
        ended.forEach(entry -> byProcess.put(entry.pid(), new Leftover(entry.pid(), entry.name())));
        return List.copyOf(byProcess.values());
    }

    private List<ProcessEntry> find() {
        List<ProcessEntry> carrying = ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, node);
        // read afterwards: what this server has started meanwhile must be known as its own
        Set<Long> own = own(ProcessTable.alive());
        return carrying.stream().filter(entry -> !own.contains(entry.pid())).toList();
    }

    private static Set<Long> own(List<ProcessEntry> all) {
        Map<Long, Long> parents = new HashMap<>();
        all.forEach(entry -> parents.put(entry.pid(), entry.parent()));
        long self = ProcessHandle.current().pid();
        Set<Long> own = new HashSet<>(ancestry(self, parents));
        for (ProcessEntry entry : all) {
            if (ancestry(entry.pid(), parents).contains(self)) {
                own.add(entry.pid());
            }
        }
        return own;
    }

    private static Set<Long> ancestry(long process, Map<Long, Long> parents) {
        Set<Long> ancestry = new HashSet<>();
        for (Long next = process; next != null && ancestry.add(next); ) {
            next = parents.get(next);
        }
        return ancestry;
    }
}
