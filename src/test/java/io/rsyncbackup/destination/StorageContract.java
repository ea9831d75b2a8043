package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage does alike. Whatever it reaches is this machine's, so that the tests can look themselves. */
abstract class StorageContract {
    private static final String ODD = "a 'b' \"c\" $(touch ran) `touch ran`\n;touch ran;\r\u0001é -x *?[";

    @TempDir
    Path temporary;

    private Path disk;

    abstract Storage storage();

    @BeforeEach
    void makeAnOddPlace() throws IOException {
        disk = Files.createDirectory(temporary.toRealPath().resolve(ODD));
    }

    @Test
    void tellsWhatAPathIs() throws IOException {
        Path file = Files.writeString(disk.resolve("-file"), "five!");
        Path directory = Files.createDirectory(disk.resolve("directory\n"));
        Path link = Files.createSymbolicLink(disk.resolve("link"), directory);
        assertThat(storage().look(file))
                .contains(new Entry(file, Entry.Kind.FILE, number(file, "dev"), number(file, "ino"), 5));
        assertThat(storage().look(directory).orElseThrow().directory()).isTrue();
        assertThat(storage().look(link).orElseThrow().symbolicLink()).isTrue();
        assertThat(storage().follow(link).orElseThrow().inode()).isEqualTo(number(directory, "ino"));
        assertThat(storage().linkTarget(link)).isEqualTo(Path.of(directory.toString()));
        assertThat(storage().isDirectory(link)).isFalse();
        assertThat(storage().look(Path.of("/dev/null")).orElseThrow().kind()).isEqualTo(Entry.Kind.OTHER);
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        Path file = Files.writeString(disk.resolve("file"), "");
        assertThat(storage().look(disk.resolve("absent"))).isEmpty();
        assertThat(storage().look(file.resolve("below"))).isEmpty();
        assertThat(storage().follow(Files.createSymbolicLink(disk.resolve("broken"), disk.resolve("absent"))))
                .isEmpty();
        assertThat(storage().entries(disk.resolve("absent"))).isEmpty();
        assertThat(storage().content(disk.resolve("absent"), 10)).isEmpty();
        assertThat(storage().contents(disk.resolve("absent"), ".json", 10)).isEmpty();
        assertThat(storage().delete(disk.resolve("absent"))).isFalse();
        assertThatIOException().isThrownBy(() -> storage().read(disk.resolve("absent")));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> storage().rename(disk.resolve("absent"), disk.resolve("other")));
    }

    @Test
    void listsEveryNameOnce() throws IOException {
        Path directory = Files.createDirectory(disk.resolve(ODD));
        Files.writeString(disk.resolve("d 1 2 3 2026-11-22T180509Z\nd 1 2 3 evil"), "x");
        Files.createSymbolicLink(disk.resolve(".hidden"), directory);
        assertThat(storage().read(disk))
                .extracting(Entry::name, Entry::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ODD, Entry.Kind.DIRECTORY),
                        org.assertj.core.groups.Tuple.tuple(
                                "d 1 2 3 2026-11-22T180509Z\nd 1 2 3 evil", Entry.Kind.FILE),
                        org.assertj.core.groups.Tuple.tuple(".hidden", Entry.Kind.SYMBOLIC_LINK));
        assertThat(storage().entries(disk.resolve(".hidden"))).isEmpty();
    }

    @Test
    void writesAndReadsEveryByte() throws IOException {
        byte[] bytes = new byte[50_000];
        new Random(1).nextBytes(bytes);
        Path file = disk.resolve(ODD);
        storage().write(file, "before".getBytes(UTF_8));
        storage().write(file, bytes);
        assertThat(file).hasBinaryContent(bytes);
        assertThat(storage().content(file, 50_000).orElseThrow()).isEqualTo(bytes);
        assertThat(storage().content(file, 49_999)).isEmpty();
        assertThat(storage().content(disk, 49_999)).isEmpty();
        storage().write(file, new byte[0]);
        assertThat(storage().content(file, 10).orElseThrow()).isEmpty();
        assertThat(disk).isDirectoryContaining(path -> path.equals(file));
        assertThat(disk.toFile().list()).as("no temporary file stays").hasSize(1);
    }

    @Test
    void readsManyDescriptionsAtOnce() throws IOException {
        Files.writeString(disk.resolve("a.json"), "{}\n");
        Files.writeString(disk.resolve(ODD + ".json"), "é\n\n");
        Files.writeString(disk.resolve("large.json"), "0123456789+");
        Files.writeString(disk.resolve("a.other"), "no");
        Files.createDirectory(disk.resolve("directory.json"));
        Map<String, byte[]> contents = storage().contents(disk, ".json", 10);
        assertThat(contents.keySet())
                .containsExactlyInAnyOrder("a.json", ODD + ".json", "large.json", "directory.json");
        assertThat(contents.get("a.json")).isEqualTo("{}\n".getBytes(UTF_8));
        assertThat(contents.get(ODD + ".json")).isEqualTo("é\n\n".getBytes(UTF_8));
        assertThat(contents.get("large.json")).isEmpty();
        assertThat(contents.get("directory.json")).isEmpty();
    }

    @Test
    void createsOnlyWhatIsNotThere() throws IOException {
        Path file = disk.resolve("id");
        storage().create(file, "first".getBytes(UTF_8));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> storage().create(file, "second".getBytes(UTF_8)));
        assertThat(file).hasContent("first");
        assertThat(disk.toFile().list()).hasSize(1);
        assertThatIOException().isThrownBy(() -> storage().write(disk.resolve("absent/file"), new byte[1]));
    }

    @Test
    void renamesOntoFilesButNeverIntoDirectories() throws IOException {
        Path from = Files.writeString(disk.resolve("-from"), "new");
        Path to = Files.writeString(disk.resolve("to"), "old");
        storage().rename(from, to);
        assertThat(to).hasContent("new");
        Path directory = Files.createDirectory(disk.resolve("directory"));
        Path full = Files.createDirectories(disk.resolve("full/inner")).getParent();
        assertThatIOException().isThrownBy(() -> storage().rename(directory, full));
        assertThatIOException().isThrownBy(() -> storage().rename(to, directory));
        assertThat(full.toFile().list()).containsExactly("inner");
        storage().rename(directory, disk.resolve("moved"));
        assertThat(disk.resolve("moved")).isEmptyDirectory();
    }

    @Test
    void deletesFilesLinksAndEmptyDirectories() throws IOException {
        Path full = Files.createDirectories(disk.resolve("full/inner")).getParent();
        Path link = Files.createSymbolicLink(disk.resolve("link"), full);
        assertThat(storage().delete(link)).isTrue();
        assertThat(full).exists();
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> storage().delete(full));
        assertThat(storage().delete(full.resolve("inner"))).isTrue();
        storage().makeDirectories(full.resolve("a/b"));
        storage().makeDirectories(full.resolve("a/b"));
        assertThat(full.resolve("a/b")).isEmptyDirectory();
        storage().sync(full);
    }

    @Test
    void knowsFileSystemsAndMounts() throws IOException {
        assertThat(storage().fileSystemType(disk)).isNotBlank();
        assertThat(storage().real(Path.of("/proc/self/root"))).isEqualTo(Path.of("/"));
        assertThat(MountPoints.parse(storage().mountTable())).contains(Path.of("/proc"));
    }

    @Test
    void letsOneHolderHaveALock() throws IOException {
        Path file = disk.resolve("lock");
        assertThat(storage().isLocked(file)).isFalse();
        Storage.Lock lock = storage().tryLock(file, "run 1").orElseThrow();
        lock.announce();
        assertThat(lock.lost()).isFalse();
        assertThat(storage().tryLock(file, "run 2")).isEmpty();
        assertThat(storage().isLocked(file)).isTrue();
        assertThat(storage().holder(file)).isEqualTo("run 1");
        lock.release();
        assertThat(storage().isLocked(file)).isFalse();
        Optional<Storage.Lock> next = storage().tryLock(file, "run 3");
        assertThat(next).isPresent();
        next.orElseThrow().release();
    }

    @Test
    void keepsOutWhoLocksInTheOtherWay() throws IOException {
        Path file = disk.resolve("lock");
        Storage other = other();
        Storage.Lock theirs = other.tryLock(file, "the other").orElseThrow();
        theirs.announce();
        assertThat(storage().tryLock(file, "run 2")).isEmpty();
        assertThat(storage().holder(file)).isEqualTo("the other");
        theirs.release();
        Storage.Lock ours = storage().tryLock(file, "run 3").orElseThrow();
        assertThat(other.tryLock(file, "the other")).isEmpty();
        ours.release();
    }

    /** A storage that reaches the same files in another way. */
    abstract Storage other();

    private static long number(Path path, String attribute) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:" + attribute)).longValue();
    }
}
