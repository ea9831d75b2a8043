package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPathsTest {
    @TempDir
    Path directory;

    @BeforeEach
    void real() throws Exception {
        directory = directory.toRealPath();
    }

    @Test
    void whatIsNotThereYetLiesWhereItsParentReallyIs() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(RealPaths.find(link.resolve("new/one"))).contains(real.resolve("new/one"));
        assertThat(RealPaths.find(Path.of("/"))).contains(Path.of("/"));
    }

    @Test
    void whatLeadsNowhereHasNoRealPath() throws Exception {
        Path gone = Files.createSymbolicLink(directory.resolve("gone"), directory.resolve("nowhere"));
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        for (Path path : new Path[] {gone, gone.resolve("a"), loop, loop.resolve("a")}) {
            assertThat(RealPaths.find(path)).as("%s", path).isEmpty();
        }
    }

    /** As of a server that is not root, whose rsync is: sudo follows links in directories that are closed to the server. */
    @Test
    void nobodyCanTellWhatLiesInADirectoryThatIsClosed() throws Exception {
        Needs.root();
        Needs.programs("setpriv");
        Path alice = Files.createDirectory(directory.resolve("alice"));
        Files.createSymbolicLink(alice.resolve("data"), Path.of("/etc"));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        for (Class<?> needed : new Class<?>[] {RealPaths.class, Ask.class}) {
            String file = needed.getName().replace('.', '/') + ".class";
            Path copy = classes.resolve(file);
            Files.createDirectories(copy.getParent());
            try (var from = getClass().getClassLoader().getResourceAsStream(file)) {
                Files.copy(from, copy);
            }
        }
        Shell.run(
                "chmod 755 \"$1\"; chmod -R a+rX \"$2\"; chown 1000 \"$3\"; chmod 700 \"$3\"",
                directory,
                classes,
                alice);

        assertThat(ask(classes, alice.resolve("data"))).isEqualTo("nobody can tell");
        assertThat(ask(classes, alice.resolve("data/new/one"))).isEqualTo("nobody can tell");
        assertThat(ask(classes, alice)).isEqualTo(alice.toString());
    }

    private static String ask(Path classes, Path path) {
        return Shell.run(
                "setpriv --reuid=65534 --regid=65534 --clear-groups \"$1/bin/java\" -cp \"$2\" \"$3\" \"$4\"",
                System.getProperty("java.home"),
                classes,
                Ask.class.getName(),
                path);
    }

    /** Asked by another user. */
    static final class Ask {
        public static void main(String[] path) {
            System.out.println(
                    RealPaths.find(Path.of(path[0])).map(Path::toString).orElse("nobody can tell"));
        }
    }
}
