package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Names that share an inode within latest. Rsync never splits them, and a changed inode must come with all its names:
 * compares them with the source and says which names have to be applied beside those that rsync listed.
 */
final class LinkGroups {
    private final Session session;
    private final NameFile members;
    private final List<Member> found = new ArrayList<>();

    LinkGroups(Session session) throws IOException {
        this.session = session;
        this.members = new NameFile(session.scratch("members"), "./");
    }

    /** A name that stays, shares its inode with another one in latest, and may be listed already. */
    void add(LatestEntry entry, boolean listed) {
        members.add(entry.name());
        found.add(new Member(entry.inode(), entry.regular(), listed));
    }

    /** Hears which names join the list. */
    interface Additions {
        /**
         * A name to apply too.
         *
         * @param isolated true when its inode is renewed only because it is shared here and not at the source
         */
        void add(byte[] name, boolean regular, boolean isolated, long size) throws IOException;
    }

    void compareWithSource(Additions additions) throws IOException {
        members.close();
        if (found.isEmpty()) {
            return;
        }
        askSource();
        BitSet joined = new BitSet();
        BitSet isolated = new BitSet();
        Integer[] order = new Integer[found.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> found.get(i).inode));
        for (int start = 0; start < order.length; ) {
            int end = start + 1;
            while (end < order.length && found.get(order[end]).inode == found.get(order[start]).inode) {
                end++;
            }
            decide(Arrays.asList(order).subList(start, end), joined, isolated);
            start = end;
        }
        int[] index = {0};
        NameFile.read(members.path(), entry -> {
            int i = index[0]++;
            if (joined.get(i) || isolated.get(i)) {
                Member member = found.get(i);
                additions.add(withoutPrefix(entry), member.regular, isolated.get(i), member.size);
            }
        });
    }

    private void decide(List<Integer> group, BitSet joined, BitSet isolated) {
        List<Integer> unlisted = group.stream()
                .filter(i -> !found.get(i).listed && found.get(i).known)
                .toList();
        if (unlisted.isEmpty()) {
            return;
        }
        Member first = found.get(unlisted.getFirst());
        if (!unlisted.stream().allMatch(i -> found.get(i).sameAtSource(first))) {
            unlisted.forEach(isolated::set);
        } else if (group.stream()
                .anyMatch(i -> found.get(i).listed && found.get(i).sameAtSource(first))) {
            unlisted.forEach(joined::set);
        }
    }

    private void askSource() throws IOException {
        try (NameFile.Cursor names = new NameFile.Cursor(members.path())) {
            if (!SourceStat.ask(session, members.path(), new Answers(names, found))) {
                session.log("a daemon does not tell which names are one file at the source: names that are one file"
                        + " here stay so until one of them changes");
                found.forEach(Member::assumeUnchanged);
            }
        }
    }

    /** The answers come in the order of the names; a name that is not there any more has none. */
    private static final class Answers implements CommandOutput {
        private final NameFile.Cursor names;
        private final List<Member> members;
        private int index;

        private Answers(NameFile.Cursor names, List<Member> members) {
            this.names = names;
            this.members = members;
        }

        @Override
        public void out(byte[] line) {
            SourceStat answer = SourceStat.parse(line);
            if (answer != null) {
                take(answer);
            }
        }

        private void take(SourceStat answer) {
            try {
                for (byte[] name = names.next(); name != null; name = names.next()) {
                    Member member = members.get(index++);
                    if (Arrays.equals(withoutPrefix(name), answer.name())) {
                        member.answer(answer);
                        return;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] withoutPrefix(byte[] entry) {
        return Arrays.copyOfRange(entry, 2, entry.length);
    }

    private static final class Member {
        private final long inode;
        private final boolean regular;
        private final boolean listed;
        private boolean known;
        private long sourceDevice;
        private long sourceInode;
        private long size;

        private Member(long inode, boolean regular, boolean listed) {
            this.inode = inode;
            this.regular = regular;
            this.listed = listed;
        }

        private void answer(SourceStat answer) {
            known = true;
            sourceDevice = answer.device();
            sourceInode = answer.inode();
            size = answer.regular() ? answer.size() : 0;
        }

        /** What changes then comes with all its names, which is never wrong. */
        private void assumeUnchanged() {
            known = true;
            sourceInode = inode;
        }

        private boolean sameAtSource(Member other) {
            return known && sourceDevice == other.sourceDevice && sourceInode == other.sourceInode;
        }
    }
}
