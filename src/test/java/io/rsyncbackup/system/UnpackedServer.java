package io.rsyncbackup.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The packaged jar, unpacked and with its classes in an archive of the JVM's, once for each build: a server is started a
 * hundred times, and each start takes half the time. What fails here is done without.
 */
final class UnpackedServer {
    /** The same as when the archive was made, or the JVM does without it. */
    static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;
    private static final String ARCHIVE = "classes.archive";

    private UnpackedServer() {}

    /** What stands between {@code java} and the arguments of the server. */
    static synchronized List<String> words(String jar) {
        var packed = Path.of(jar);
        try {
            // every build gives the jar the same time of change
            var made = (FileTime) Files.getAttribute(packed, "unix:ctime");
            var home = packed.resolveSibling("unpacked-" + made.toMillis());
            prepare(packed, home);
            var words = new ArrayList<String>(JVM);
            if (Files.exists(home.resolve(ARCHIVE))) {
                words.add(use(home));
            }
            words.addAll(List.of("-jar", home.resolve("server.jar").toString()));
            return words;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tests run in several JVMs at once. */
    private static void prepare(Path packed, Path home) throws IOException {
        try (var channel = FileChannel.open(
                        packed.resolveSibling("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(home.resolve("ready"))) {
                removeAll(packed.getParent());
                unpack(packed, Files.createDirectory(home));
                archive(home);
                Files.createFile(home.resolve("ready"));
            }
        }
    }

    private static void unpack(Path jar, Path home) {
        Shell.run(
                "\"$1\" -Djarmode=tools -jar \"$2\" extract --force --destination \"$3\" >/dev/null",
                java(),
                jar,
                home);
        Shell.run("cd \"$1\"; mv *.jar server.jar", home);
    }

    /** In place: the archive names its jars by their paths. */
    private static void archive(Path home) {
        Shell.attempt("""
                "$1" $3 "$4" -jar "$2/server.jar" --server.port=0 --backup.data-directory="$2/data" >"$2/archive.log" 2>&1 &
                for try in {1..600}; do
                  ! grep -q 'Started BackupServer' "$2/archive.log" || break
                  sleep 0.1
                done
                kill $!
                wait $! || true
                rm -rf "$2/data"
                """, java(), home, String.join(" ", JVM), make(home));
    }

    private static String make(Path home) {
        return (AHEAD_OF_TIME ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + home.resolve(ARCHIVE);
    }

    private static String use(Path home) {
        return (AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + home.resolve(ARCHIVE);
    }

    private static void removeAll(Path directory) throws IOException {
        try (var older = Files.newDirectoryStream(directory, "unpacked-*")) {
            for (var each : older) {
                try (var files = Files.walk(each)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
