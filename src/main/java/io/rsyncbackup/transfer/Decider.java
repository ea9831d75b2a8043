package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandResult;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Lets rsync say what it would do, and adds what rsync does not see. */
final class Decider {
    private final Session session;
    private final RsyncCommands commands;
    private final Findings findings;
    private final HashedNames.Hash hash;

    Decider(Session session, RsyncCommands commands, Findings findings) {
        this.session = session;
        this.commands = commands;
        this.findings = findings;
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        this.hash = new HashedNames.Hash(salt);
    }

    Decision decide() throws IOException {
        try (DecideOutput output = new DecideOutput(session, hash, findings.errors())) {
            CommandResult result = session.run(commands.decide(), output);
            TransferRequest request = session.request();
            boolean looks = !(request.latest() instanceof Endpoint.Daemon)
                    && (request.sharesInodes() || request.maxDelete() != null);
            LatestTree latest = looks ? LatestTree.read(session) : LatestTree.NOT_LOOKED_AT;
            boolean inTheWay = removeWhatIsInTheWay(output, latest);
            boolean forgiven = (inTheWay || request.dryRun()) && output.onlyLinksUnclear();
            String commandLine = session.commandLine(session.withPrefix(commands.decide()));
            findings.ended(commandLine, forgiven ? 0 : result.exitCode(), output.errors, false);
            findings.statistics(output.statistics());
            return complete(output, latest, inTheWay);
        }
    }

    /**
     * What has another type than what comes. Rsync would replace it by itself, but stumbles where hard links come: it
     * asks what was a directory for a directory's ACL.
     *
     * @return whether directories come where something else is
     */
    private static boolean removeWhatIsInTheWay(DecideOutput output, LatestTree latest) throws IOException {
        boolean[] inTheWay = {false};
        if (output.files() > 0) {
            latest.visit(entry -> {
                if (entry.directory()) {
                    if (output.listedNames.contains(entry.name())) {
                        output.remove.add(entry.name());
                    }
                } else if (output.createdDirectories.contains(entry.name())) {
                    output.remove.add(entry.name());
                    inTheWay[0] = true;
                }
            });
        }
        return inTheWay[0];
    }

    private Decision complete(DecideOutput output, LatestTree latest, boolean inTheWay) throws IOException {
        Additions additions = new Additions(output.listed, output.remove);
        if (session.request().sharesInodes()) {
            compareLinks(output, latest, additions);
        }
        addDeletions(output);
        long inodes = output.inodes() + additions.isolated - latest.unsharedInodes() - output.deletedDirectoryCount();
        return new Decision(
                output.listed.path(),
                output.listed.count(),
                output.files() + additions.count,
                output.bytes() + additions.bytes,
                output.remove.path(),
                output.remove.count(),
                output.deletedCount(),
                latest == LatestTree.NOT_LOOKED_AT ? counted(output) : latest.count(),
                new Decision.Needs(output.smallBytes() - latest.unsharedBytes(), inodes, latest.unsharedBytes()),
                output.rootChanged(),
                inTheWay,
                additions.isolated,
                output.statistics());
    }

    /** How many entries there are where nobody but rsync looks: those of the source that are not new, and the deleted ones. */
    private static long counted(DecideOutput output) {
        Statistics statistics = output.statistics();
        return statistics == null ? 0 : statistics.filesTotal() - 1 - statistics.filesCreated() + output.deletedCount();
    }

    private void compareLinks(DecideOutput output, LatestTree latest, Additions additions) throws IOException {
        LinkGroups groups = new LinkGroups(session);
        latest.visit(entry -> {
            boolean shared = latest.shared(entry);
            if (entry.directory() || (!shared && entry.regular())) {
                return;
            }
            boolean listed = output.listedNames.contains(entry.name());
            if (listed && !entry.regular()) {
                // it may have become at the source again what it is here before it is applied
                output.remove.add(entry.name());
            }
            if (shared && !output.deletedNames.contains(entry.name())) {
                groups.add(entry, listed);
            }
        });
        groups.compareWithSource(additions);
    }

    /** Only the topmost of deleted paths; the directory of each gets its own times back. */
    private void addDeletions(DecideOutput output) throws IOException {
        output.deleted.close();
        byte[][] last = {new byte[0]};
        NameFile.read(output.deleted.path(), name -> {
            byte[] parent = Names.parent(name);
            if (parent.length > 0 && output.deletedDirectories.contains(parent)) {
                return;
            }
            output.remove.add(name);
            if (parent.length > 0 && !Arrays.equals(parent, last[0])) {
                output.listed.add(parent);
                last[0] = parent;
            }
        });
        output.listed.flush();
        output.remove.flush();
    }

    private static final class Additions implements LinkGroups.Additions {
        private final NameFile apply;
        private final NameFile remove;
        private long count;
        private long bytes;
        private long isolated;

        private Additions(NameFile apply, NameFile remove) {
            this.apply = apply;
            this.remove = remove;
        }

        @Override
        public void add(byte[] name, boolean regular, boolean isolatedFile, long size) {
            apply.add(name);
            if (!regular) {
                remove.add(name);
            }
            count++;
            bytes += size;
            isolated += isolatedFile ? 1 : 0;
        }
    }
}
