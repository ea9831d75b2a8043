package io.rsyncbackup.transfer;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.transfer.HashedNames.Longs;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** What lies in latest before a run: written to a file by {@code find}, in memory only the inode numbers. */
final class LatestTree {
    static final LatestTree NOT_LOOKED_AT = new LatestTree(Path.of("/dev/null"));

    /** An ordinary user may have no access to what it copied. */
    private static final int SOME_NOT_READ = 1;

    private final Path entries;
    private final Longs inodes = new Longs();
    private Longs shared = new Longs();
    private long count;
    private long unsharedInodes;
    private long unsharedBytes;

    private LatestTree(Path entries) {
        this.entries = entries;
    }

    static LatestTree read(Session session) throws IOException {
        LatestTree tree = new LatestTree(session.scratch("latest"));
        Complaints complaints = new Complaints(session);
        session.runHelperAt(
                session.request().latest(),
                Command.of("find", path(session.request().latest()), "-mindepth", "1", "-printf", LatestEntry.FORMAT)
                        .withOutput(tree.entries),
                complaints,
                SOME_NOT_READ);
        complaints.refuseAllButDeniedAccess();
        NameFile.read(tree.entries, entry -> tree.take(LatestEntry.parse(entry)));
        tree.inodes.sort();
        tree.shared = tree.inodes.repeated();
        return tree;
    }

    private static String path(Endpoint latest) {
        return switch (latest) {
            case Endpoint.Here here -> here.path().toString();
            case Endpoint.OverSsh ssh -> ssh.path();
            case Endpoint.Daemon daemon ->
                throw new IllegalStateException("a daemon does not tell inodes: " + daemon.text());
        };
    }

    private void take(LatestEntry entry) {
        count++;
        if (entry.directory()) {
            return;
        }
        inodes.add(entry.inode());
        if (entry.links() == 1) {
            unsharedInodes++;
            unsharedBytes += entry.allocatedBytes();
        }
    }

    /** Files and directories, the root aside. */
    long count() {
        return count;
    }

    /** Inodes that no other name has: only they are free again when their file is replaced or removed. */
    long unsharedInodes() {
        return unsharedInodes;
    }

    long unsharedBytes() {
        return unsharedBytes;
    }

    /** Whether another name in latest has this inode. Snapshots do not count. */
    boolean shared(LatestEntry entry) {
        return shared.size() > 0 && shared.contains(entry.inode());
    }

    /** What find could not do; a list that is not whole, as on a full disk, would leave links unseen. */
    private static final class Complaints implements CommandOutput {
        private final Session session;
        private String grave = "";

        private Complaints(Session session) {
            this.session = session;
        }

        @Override
        public void err(byte[] line) {
            session.listener().log(line);
            String text = Names.readable(line);
            if (!text.endsWith(": Permission denied")) {
                grave = text;
            }
        }

        private void refuseAllButDeniedAccess() {
            if (!grave.isEmpty()) {
                throw TransferEndedException.failed(Failure.INTERNAL, "latest cannot be listed: " + grave);
            }
        }
    }

    /** What is done with each entry. */
    interface Visitor {
        void visit(LatestEntry entry) throws IOException;
    }

    void visit(Visitor visitor) throws IOException {
        NameFile.read(entries, bytes -> visitor.visit(LatestEntry.parse(bytes)));
    }
}
