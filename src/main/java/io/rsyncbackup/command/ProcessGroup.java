package io.rsyncbackup.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every process that a command brought forth: the group that its main process leads, their descendants, and those that
 * left the group for a session of their own but still carry the command's variable.
 */
final class ProcessGroup {
    static final String VARIABLE = "RSYNC_BACKUP_SERVER_COMMAND";

    private final Process main;
    private final String id;
    private final long notBefore;
    private final Signals signals;
    private List<ProcessEntry> known = List.of();

    ProcessGroup(Process main, String id, long notBefore, Signals signals) {
        this.main = main;
        this.id = id;
        this.notBefore = notBefore;
        this.signals = signals;
    }

    boolean isEmpty() {
        return members().isEmpty();
    }

    /** Returns when none is left; false when there was none to end. */
    boolean end(Duration grace) {
        return !Processes.end(this::members, grace, signals).isEmpty();
    }

    private List<ProcessEntry> members() {
        List<ProcessEntry> candidates = ProcessTable.alive().stream()
                .filter(entry -> entry.startTicks() >= notBefore)
                .toList();
        List<ProcessEntry> members =
                new ArrayList<>(candidates.stream().filter(this::belongs).toList());
        addDescendants(members, candidates);
        // sudo may give its command a session of its own, found only as a descendant while its parent lives
        known = List.copyOf(members);
        return known;
    }

    private boolean belongs(ProcessEntry entry) {
        return entry.group() == main.pid()
                || (entry.pid() == main.pid() && main.isAlive())
                || known.stream().anyMatch(entry::sameProcessAs)
                || ProcessTable.hasVariable(entry.pid(), VARIABLE, id);
    }

    private static void addDescendants(List<ProcessEntry> members, List<ProcessEntry> candidates) {
        Set<Long> pids = members.stream().map(ProcessEntry::pid).collect(Collectors.toSet());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcessEntry candidate : candidates) {
                if (pids.contains(candidate.parent()) && pids.add(candidate.pid())) {
                    members.add(candidate);
                    grown = true;
                }
            }
        }
    }
}
