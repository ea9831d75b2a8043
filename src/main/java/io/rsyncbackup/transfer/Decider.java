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
        RsyncErrors errors = findings.errors();
        try (DecideOutput output = new DecideOutput(session, hash, errors)) {
            CommandResult result = session.run(commands.decide(), output);
            findings.ended(session.commandLine(session.withPrefix(commands.decide())), result, errors, false);
            findings.statistics(output.statistics());
            LatestTree latest = LatestTree.read(session);
            return complete(output, latest);
        }
    }

    private Decision complete(DecideOutput output, LatestTree latest) throws IOException {
        try (NameFile remove = new NameFile(session.scratch("remove"), "/")) {
            Additions additions = new Additions(output.listed, remove);
            if (session.request().sharesInodes()) {
                compareLinks(output, latest, remove, additions);
            }
            addDeletions(output, remove);
            long inodes =
                    output.inodes() + additions.isolated - latest.unsharedInodes() - output.deletedDirectoryCount();
            return new Decision(
                    output.listed.path(),
                    output.listed.count(),
                    output.files() + additions.count,
                    output.bytes() + additions.bytes,
                    remove.path(),
                    remove.count(),
                    output.deletedCount(),
                    latest.count(),
                    new Decision.Needs(output.smallBytes() - latest.unsharedBytes(), inodes, latest.unsharedBytes()),
                    output.rootChanged(),
                    additions.isolated,
                    output.statistics());
        }
    }

    private void compareLinks(DecideOutput output, LatestTree latest, NameFile remove, Additions additions)
            throws IOException {
        LinkGroups groups = new LinkGroups(session);
        latest.visitFiles(entry -> {
            boolean shared = latest.shared(entry);
            if (!shared && entry.regular()) {
                return;
            }
            boolean listed = output.listedNames.contains(entry.name());
            if (listed && !entry.regular()) {
                // rsync would change its attributes in place, in every snapshot
                remove.add(entry.name());
            }
            if (shared && !output.deletedNames.contains(entry.name())) {
                groups.add(entry, listed);
            }
        });
        groups.compareWithSource(additions);
    }

    /** Only the topmost of deleted paths; the directory of each gets its own times back. */
    private void addDeletions(DecideOutput output, NameFile remove) throws IOException {
        output.deleted.close();
        byte[][] last = {new byte[0]};
        NameFile.read(output.deleted.path(), name -> {
            byte[] parent = Names.parent(name);
            if (parent.length > 0 && output.deletedDirectories.contains(parent)) {
                return;
            }
            remove.add(name);
            if (parent.length > 0 && !Arrays.equals(parent, last[0])) {
                output.listed.add(parent);
                last[0] = parent;
            }
        });
        output.listed.flush();
        remove.flush();
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
