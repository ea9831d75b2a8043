package io.rsyncbackup.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/backup-server} and {@code bin/try} start, by a Java that says what it was started with. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class StartScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            for word in "$@"; do
              case "$word" in
              -XshowSettings:properties) echo '    java.specification.version = 25'; exit ;;
              -version) cat "$JAVA_HOME/build"; exit ;;
              -Djarmode=tools) echo unpacked >>"$FAKE_LOG"; [ ! -e "$JAVA_HOME/broken" ] || exit 1 ;;
              -XX:AOTCacheOutput=*) echo cache >"${word#*=}"; exit ;;
              esac
            done
            if [ "$1" = -Djarmode=tools ]; then
              while [ "$1" != --destination ]; do shift; done
              mkdir -p "$2" && cp "$FAKE_JAR" "$2/" && exit
            fi
            printf '%s\\n' "$@"
            """;

    /** Tells what was there when it was asked for. */
    private static final String SYNC = """
            #!/bin/sh
            echo "sync $1 $(ls "$2" | tr '\\n' ' ')" >>"$FAKE_LOG"
            """;

    private static final String READ_ONLY = "mount --bind \"$0\" \"$0\"; mount -o remount,bind,ro \"$0\"; exec \"$@\"";

    @TempDir
    Path directory;

    private Path clone;
    private Path jar;
    private Path log;
    private final Map<String, String> environment = new HashMap<>();
    /** Goes in front of what is started. */
    private List<String> prefix = List.of();

    @BeforeEach
    void makeAClone() throws IOException {
        Needs.programs("curl", "rsync", "flock", "setsid", "ionice");
        clone = Files.createDirectory(directory.resolve("a clone"));
        Shell.run("cp -r bin \"$1/\"; mkdir -p \"$1/src/main\"; cp -r src/main/dist \"$1/src/main/\"", clone);
        Files.writeString(clone.resolve("pom.xml"), "");
        jar = Files.createDirectory(clone.resolve("target")).resolve("server.jar");
        Path home = Files.createDirectories(directory.resolve("java/bin")).getParent();
        executable(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("build"), "of Monday");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        log = Files.writeString(directory.resolve("log"), "");
        environment.put("JAVA_HOME", home.toString());
        environment.put("FAKE_JAR", jar.toString());
        environment.put("FAKE_LOG", log.toString());
        build(0);
    }

    @Test
    void preparesOnceAndThenStartsFromWhatItPrepared() throws Exception {
        List<String> words = start("--server.port=1");
        assertThat(words).contains("-XX:+UseSerialGC", "-Xmx1g").endsWith("-jar", jarOf(words), "--server.port=1");
        Path prepared = Path.of(jarOf(words)).getParent();
        assertThat(prepared.getParent()).isEqualTo(clone.resolve("target/server.jar.start"));
        assertThat(words).contains("-XX:AOTCache=" + prepared.resolve("cache.aot"));
        assertThat(start("--server.port=1")).isEqualTo(words);
        assertThat(Files.readString(log)).containsOnlyOnce("unpacked");
    }

    @Test
    void theSampleStartsFromItToo() throws Exception {
        List<String> words = start();
        Path data = directory.resolve("try's data");
        assertThat(run(69, "bin/try", "--data", data.toString(), "--port", freePort()))
                .contains("ended before it was ready");
        assertThat(Files.readAllLines(data.resolve("server.log")))
                .contains("-XX:AOTCache=" + Path.of(jarOf(words)).resolveSibling("cache.aot"))
                .containsSequence("-jar", jarOf(words));
    }

    @Test
    void anotherBuildIsPreparedAnewAndTheOldOneRemoved() throws Exception {
        Path before = Path.of(jarOf(start()));
        build(10);
        assertThat(jarOf(start())).isNotEqualTo(before.toString());
        assertThat(before.getParent()).doesNotExist();
    }

    /** Whatever the JDK leaves out: the one of some distributions has no such file. */
    @Test
    void aJavaThatSaysNothingOfItselfRunsNoOlderBuildEither() throws Exception {
        Path home = Path.of(environment.get("JAVA_HOME"));
        Files.delete(home.resolve("release"));
        String first = jarOf(start());
        build(10);
        String second = jarOf(start());
        assertThat(second).isNotEqualTo(first);
        Files.writeString(home.resolve("build"), "of Tuesday");
        assertThat(jarOf(start())).isNotEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_OPTS, -XX:+UseParallelGC, -XX:+UseSerialGC",
        "JAVA_TOOL_OPTIONS, -Da=b -XX:+UseZGC, -XX:+UseSerialGC",
        "JAVA_OPTS, -Xms2g -Da=b, -Xmx1g",
        "JAVA_OPTS, -Xmx16m, -Xms96m",
        "JAVA_OPTS, -Xmx16m, -XX:NewSize=40m",
        "JAVA_OPTS, -XX:+UseG1GC, -XX:NewSize=40m",
        "JAVA_OPTS, -XX:ReservedCodeCacheSize=64m, -XX:ReservedCodeCacheSize=128m",
        "JAVA_OPTS, -XX:MaxMetaspaceSize=100m, -XX:MetaspaceSize=128m",
        "JAVA_TOOL_OPTIONS, -Xmx4g, -Xmx1g",
        "JDK_JAVA_OPTIONS, -XX:MaxRAMPercentage=50, -Xmx1g",
        "JAVA_OPTS, -XX:MinHeapFreeRatio=60, -XX:MaxHeapFreeRatio=40"
    })
    void saysNothingOfWhatTheCallerSays(String variable, String options, String without) throws Exception {
        List<String> before = start();
        assertThat(before).contains(without);
        String usual = jarOf(before);
        environment.put(variable, options);
        List<String> words = start();
        assertThat(words).doesNotContain(without);
        assertThat(jarOf(words)).isNotEqualTo(usual);
        if (variable.equals("JAVA_OPTS")) {
            assertThat(words).containsSequence(options.split(" "));
        }
    }

    @Test
    void otherOptionsOfTheCallerTakeNothingAway() throws Exception {
        List<String> usual = start();
        environment.put("JAVA_OPTS", "-XX:+UseStringDeduplication -Dsays=-XX:+UseZGC");
        assertThat(start()).containsAll(usual);
    }

    @Test
    void startsWithoutWhereNothingCanBeWritten() throws Exception {
        Path target = clone.resolve("target");
        if (SampleTrees.isRoot()) {
            // who may write in spite of its mode
            prefix = List.of("unshare", "--mount", "sh", "-ec", READ_ONLY, target.toString());
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(start()).endsWith("-jar", jar.toString()).noneMatch(word -> word.contains("AOTCache"));
            assertThat(directoriesIn(target)).isEmpty();
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void startsWithoutWhatCouldNotBePreparedAndDoesNotTryAgain() throws Exception {
        Files.writeString(Path.of(environment.get("JAVA_HOME"), "broken"), "");
        for (int i = 0; i < 2; i++) {
            assertThat(start()).endsWith("-jar", jar.toString());
        }
        assertThat(Files.readString(log)).containsOnlyOnce("unpacked");
    }

    @Test
    void isReadyOnlyWhenTheRestIsOnTheDisk() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        executable(programs.resolve("sync"), SYNC);
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        start();
        assertThat(Files.readAllLines(log)).contains("sync -f cache.aot log server.jar ");
    }

    @Test
    void removesWhatOlderOnesLeftButNotWhatRuns() throws Exception {
        Path cache = Files.createDirectories(clone.resolve("target/server.jar.start"));
        for (String old : List.of("1 failed", "2 interrupted", "3 ready", "4 running")) {
            Files.createFile(Files.createDirectory(cache.resolve(old)).resolve(old.substring(2)));
        }
        Path running = cache.resolve("4 running");
        Files.move(running.resolve("running"), running.resolve("ready"));
        whileHeld("--shared", running.resolve("ready"), () -> {
            Path current = Path.of(jarOf(start())).getParent();
            return assertThat(directoriesIn(cache)).containsExactlyInAnyOrder(current, running);
        });
    }

    /** Whoever can read a file can lock it. */
    @Test
    void startsWithoutWhatSomebodyElseKeepsLocked() throws Exception {
        Path ready = Path.of(jarOf(start())).resolveSibling("ready");
        whileHeld("--exclusive", ready, () -> assertThat(start()).endsWith("-jar", jar.toString()));
        assertThat(start()).endsWith("-jar", ready.resolveSibling("server.jar").toString());
    }

    @Test
    void waitsForAnotherStartsPreparationNotForEver() throws Exception {
        Path lock = clone.resolve("target/server.jar.start/.lock");
        start();
        assertThat(Files.getPosixFilePermissions(lock)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        build(10);
        environment.put("start_patience", "1");
        whileHeld("--exclusive", lock, () -> assertThat(start()).endsWith("-jar", jar.toString()));
        assertThat(start()).doesNotContain(jar.toString());
    }

    /** As beside a jar in /tmp. */
    @ParameterizedTest
    @ValueSource(strings = {"chown 65534", "chmod 777", "chmod 770"})
    void runsNothingThatSomebodyElseMayHaveMade(String command) throws Exception {
        Assumptions.assumeTrue(SampleTrees.isRoot() || command.startsWith("chmod"), "only root gives files away");
        Path prepared = Path.of(jarOf(start())).getParent();
        Shell.run(command + " \"$1\"", prepared.getParent());
        assertThat(start()).endsWith("-jar", jar.toString());
        build(10);
        assertThat(start()).endsWith("-jar", jar.toString());
        assertThat(directoriesIn(prepared.getParent())).containsExactly(prepared);
    }

    private static void whileHeld(String how, Path file, Callable<?> task) throws Exception {
        Process holder = new ProcessBuilder("flock", how, file.toString(), "sh", "-c", "echo held; read end").start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            task.call();
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    /** A jar that is so many seconds younger than all that it is made from. */
    private void build(int age) throws IOException {
        Files.writeString(jar, "jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(age)));
    }

    private List<String> start(String... arguments) throws Exception {
        return run(0, "bin/backup-server", arguments).lines().toList();
    }

    private static String jarOf(List<String> words) {
        return words.get(words.indexOf("-jar") + 1);
    }

    private static List<Path> directoriesIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** Answers what it printed, behind what it said where it failed. */
    private String run(int expected, String program, String... arguments) throws Exception {
        Path errors = directory.resolve("errors");
        List<String> argv = new ArrayList<>(prefix);
        argv.add(clone.resolve(program).toString());
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectError(errors.toFile());
        List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "BACKUP_SERVER_JAR")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(errors);
        assertThat(process.exitValue()).as(said).isEqualTo(expected);
        return expected == 0 ? output : said + output;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
