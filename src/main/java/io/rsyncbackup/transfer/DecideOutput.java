package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rsyncbackup.command.CommandOutput;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes down, while rsync prints it, what it would do. Names go to files; in memory only hashes and counts.
 * The listed file holds names to apply, the deleted file what the source no longer has, the remove file what has to go
 * before it can be made anew.
 */
final class DecideOutput implements CommandOutput, AutoCloseable {
    /** Larger files may well be sparse, and their size then says nothing. */
    static final long SURELY_NOT_SPARSE = 16L << 20;

    /** In a dry run, a name at the place of a directory to come is no directory, or a symlink to itself. */
    private static final Pattern UNCLEAR_LINK =
            Pattern.compile("rsync: \\[generator] stat \".*\" failed: [^:]* \\((20|40)\\)");

    final NameFile listed;
    final NameFile deleted;
    final NameFile remove;
    final HashedNames listedNames;
    final HashedNames deletedNames;
    final HashedNames deletedDirectories;
    final HashedNames createdDirectories;
    final RsyncErrors errors;

    private final TransferListener listener;
    private final boolean logItems;
    private final StatisticsParser statistics = new StatisticsParser();
    private boolean rootChanged;
    private boolean linksUnclear;
    private long files;
    private long bytes;
    private long smallBytes;
    private long inodes;
    private long deletedDirectoryCount;

    DecideOutput(Session session, HashedNames.Hash hash, RsyncErrors errors) throws IOException {
        this.listener = session.listener();
        this.logItems = session.request().dryRun();
        this.errors = errors;
        this.listed = new NameFile(session.scratch("listed"), "./");
        this.deleted = new NameFile(session.scratch("deleted"), "");
        this.remove = new NameFile(session.scratch("remove"), "/");
        this.listedNames = new HashedNames(hash);
        this.deletedNames = new HashedNames(hash);
        this.deletedDirectories = new HashedNames(hash);
        this.createdDirectories = new HashedNames(hash);
    }

    @Override
    public void out(byte[] line) {
        Item item = Item.parse(line);
        if (item != null) {
            accept(item);
            if (logItems) {
                listener.log(withoutSlashes(line));
            }
        } else {
            statistics.accept(line);
            listener.log(line);
        }
    }

    @Override
    public void err(byte[] line) {
        if (UNCLEAR_LINK.matcher(new String(line, ISO_8859_1)).matches()) {
            linksUnclear = true;
        } else {
            errors.accept(line);
        }
        listener.log(line);
    }

    private void accept(Item item) {
        if (item.root()) {
            rootChanged = true;
        } else if (item.deletion()) {
            deleted.add(item.name());
            deletedNames.add(item.name());
            if (item.directory()) {
                deletedDirectories.add(item.name());
                deletedDirectoryCount++;
            }
        } else {
            accept(item, item.leader());
        }
    }

    private void accept(Item item, byte @Nullable [] leader) {
        listed.add(item.name());
        files++;
        if (item.directory() && item.created()) {
            createdDirectories.add(item.name());
        }
        if (!item.directory()) {
            listedNames.add(item.name());
        }
        if (item.attributesInPlace()) {
            remove.add(item.name());
        }
        if (leader != null) {
            listed.add(leader);
            listedNames.add(leader);
        }
        boolean followsLeader = item.update() == 'h';
        if (!followsLeader && (item.created() || !item.directory())) {
            inodes++;
        }
        if (item.type() == 'f' && !followsLeader) {
            bytes += item.size();
            smallBytes += item.size() <= SURELY_NOT_SPARSE ? item.size() : 0;
        }
    }

    /** Names to apply, the root aside. */
    long files() {
        return files;
    }

    /** The size of the regular files among them. */
    long bytes() {
        return bytes;
    }

    /** The same without large files. */
    long smallBytes() {
        return smallBytes;
    }

    /** How many new inodes that takes, at least. */
    long inodes() {
        return inodes;
    }

    /** Every entry that would be deleted, also those below another one. */
    long deletedCount() {
        return deleted.count();
    }

    long deletedDirectoryCount() {
        return deletedDirectoryCount;
    }

    /** Whether rsync complained of nothing but links to what lies where there is no directory yet. */
    boolean onlyLinksUnclear() {
        return linksUnclear && errors.none();
    }

    boolean rootChanged() {
        return rootChanged;
    }

    @Nullable
    Statistics statistics() {
        return statistics.statistics();
    }

    @Override
    public void close() throws IOException {
        listed.close();
        deleted.close();
        remove.close();
    }

    private static byte[] withoutSlashes(byte[] line) {
        for (int i = 12; i + 1 < line.length; i++) {
            if (line[i] == '/' && line[i + 1] == '/') {
                byte[] shorter = new byte[line.length - 2];
                System.arraycopy(line, 0, shorter, 0, i);
                System.arraycopy(line, i + 2, shorter, i, line.length - i - 2);
                return shorter;
            }
        }
        return line;
    }
}
