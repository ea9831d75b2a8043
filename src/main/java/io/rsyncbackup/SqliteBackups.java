package io.rsyncbackup;

import io.rsyncbackup.cluster.ClusterSettings;
import io.rsyncbackup.cluster.DatabaseBackupException;
import io.rsyncbackup.cluster.DatabaseBackupException.Reason;
import io.rsyncbackup.cluster.DatabaseBackups;
import io.rsyncbackup.log.LogMarks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** By SQLite's own {@code VACUUM INTO}, which reads in one transaction and keeps no writer waiting. */
@Component
class SqliteBackups implements DatabaseBackups {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteBackups.class);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'backup-'uuuu-MM-dd'T'HHmmss.SSS'Z.db'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NAMES = "backup-\\d{4}-\\d\\d-\\d\\dT\\d{6}\\.\\d{3}Z\\.db";
    private static final String UNFINISHED = ".unfinished";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path database;
    private final Path directory;
    private final int keep;
    private final long minFree;
    private final ClusterSettings cluster;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ReentrantLock copying = new ReentrantLock();

    SqliteBackups(
            DataDirectory data,
            ServerConfiguration configuration,
            ClusterSettings cluster,
            JdbcClient jdbc,
            Clock clock) {
        this.database = data.database();
        this.directory = data.databaseBackups();
        this.keep = configuration.keepDatabaseBackups();
        this.minFree = configuration.minFreeSpace();
        this.cluster = cluster;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Copy make() {
        if (cluster.shared()) {
            throw new DatabaseBackupException(
                    Reason.ELSEWHERE,
                    "the database is a PostgreSQL, which this server does not back up; use pg_dump --format=custom, or"
                            + " whatever backs up that PostgreSQL",
                    null);
        }
        FutureTask<Copy> work = new FutureTask<>(this::oneByOne);
        // SQLite holds the thread as long as it works: a virtual one would keep its carrier from all others
        Thread.ofPlatform().name("database-backup").daemon().start(LogMarks.carried(work));
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseBackupException(
                    Reason.FAILED, "nobody waits for the copy any more; what became of it lies in " + directory, e);
        }
    }

    private Copy oneByOne() {
        copying.lock();
        try {
            Copy copy = copied();
            prune(copy.file());
            LOG.info("the database was copied to {} ({} bytes)", copy.file(), copy.bytes());
            return copy;
        } finally {
            copying.unlock();
        }
    }

    private Copy copied() {
        Instant now = clock.instant();
        Path file = directory.resolve(NAME.format(now));
        Path unfinished = directory.resolve(file.getFileName() + UNFINISHED);
        try {
            Files.createDirectories(directory, OWNER_DIRECTORY);
            removeUnfinished();
            demandRoom();
            return copy(now, unfinished, file);
        } catch (IOException | SQLException | RuntimeException e) {
            throw failed(e);
        } finally {
            delete(unfinished);
        }
    }

    private Copy copy(Instant now, Path unfinished, Path file) throws IOException, SQLException {
        // an empty file is taken as it is, with its permissions
        Files.createFile(unfinished, OWNER_FILE);
        jdbc.sql("vacuum into :file").param("file", unfinished.toString()).update();
        check(unfinished);
        force(unfinished, StandardOpenOption.WRITE);
        Copy copy = new Copy(file, Files.size(unfinished), sha256(unfinished), now, database);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try {
            force(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new DatabaseBackupException(
                    Reason.FAILED,
                    "the database was copied to " + file + ", but whether the copy outlasts a power cut is not known: "
                            + e,
                    e);
        }
        return copy;
    }

    /** What cannot be restored is no backup. */
    private static void check(Path file) throws IOException, SQLException {
        try (Connection copy = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?mode=ro");
                Statement statement = copy.createStatement();
                ResultSet answer = statement.executeQuery("pragma quick_check(1)")) {
            String said = answer.next() ? answer.getString(1) : "nothing";
            if (!"ok".equals(said)) {
                throw new IOException("SQLite says of the copy: " + said);
            }
        }
    }

    /** Pages, not the file: the newest of them are in the log beside it. */
    private void demandRoom() throws IOException {
        long needed = jdbc.sql("select page_count * page_size from pragma_page_count(), pragma_page_size()")
                .query(Long.class)
                .single();
        long free = Files.getFileStore(directory).getUsableSpace();
        // with less than that left no run would begin any more
        if (free - minFree < needed) {
            throw new DatabaseBackupException(
                    Reason.OUT_OF_SPACE,
                    "the database has " + needed + " bytes, and " + minFree
                            + " must stay free beside its copy (backup.min-free-space), but only " + free
                            + " are free at " + directory + "; nothing was written. Free some space there",
                    null);
        }
    }

    private DatabaseBackupException failed(Exception e) {
        if (e instanceof DatabaseBackupException known) {
            return known;
        }
        String why = rootOf(e).getMessage();
        String text = why == null ? e.toString() : why;
        boolean full = text.contains("disk is full") || text.contains("SQLITE_FULL") || text.contains("No space left");
        return new DatabaseBackupException(
                full ? Reason.OUT_OF_SPACE : Reason.FAILED,
                "the database could not be copied to " + directory + ", no file was left there: " + text,
                e);
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Of the others: one that was made while the clock was ahead must not outlive the newest by its name. */
    private void prune(Path made) {
        try {
            List<Path> others =
                    named(NAMES).stream().filter(copy -> !copy.equals(made)).toList();
            others.subList(0, Math.max(0, others.size() - (keep - 1))).forEach(SqliteBackups::delete);
        } catch (IOException | RuntimeException e) {
            LOG.warn("old copies of the database were left in {}: {}", directory, e.toString());
        }
    }

    /** Left behind by a server that was killed. */
    private void removeUnfinished() throws IOException {
        named(NAMES + "\\" + UNFINISHED + "(-journal)?").forEach(SqliteBackups::delete);
    }

    private List<Path> named(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            // so much the better
        } catch (IOException e) {
            LOG.warn("{} was left behind: {}", file, e.toString());
        }
    }

    private static void force(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
