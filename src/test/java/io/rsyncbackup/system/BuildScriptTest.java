package io.rsyncbackup.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/lib.sh} builds and installs, with a Maven and packages that are not the real ones. */
@Timeout(60)
class BuildScriptTest {
    private static final String BUILD = """
            cd "$1"
            export JAVA_HOME="$2" PATH="$1/programs:$PATH"
            unset BACKUP_SERVER_JAR
            sh -euc 'project=$1; . "$1/bin/lib.sh"; build_jar' sh "$1"
            """;

    @TempDir
    Path clone;

    @BeforeEach
    void makeAClone() throws IOException {
        Needs.programs("flock");
        Files.writeString(clone.resolve("pom.xml"), "");
        Shell.run("""
                cp -r bin "$1/"
                mkdir -p "$1/src/main" "$1/target" "$1/programs"
                cp -r src/main/dist "$1/src/main/"
                """, clone);
        program("mvn", "echo \"$VERSION\" >\"target/rsync-backup-server-$VERSION.jar\"");
    }

    @Test
    void runsWhatWasBuiltLastWhateverItsName() throws IOException {
        for (var version : new String[] {"0.9.0", "0.10.0"}) {
            Shell.run(
                    "touch \"$1/pom.xml\"; export VERSION=$3\n" + BUILD,
                    clone,
                    System.getProperty("java.home"),
                    version);
            assertThat(clone.resolve("target/server.jar")).hasContent(version);
            Files.deleteIfExists(clone.resolve("target/server.jar"));
        }
    }

    @Test
    void saysThatTheJarCouldNotBeCopied() throws IOException {
        program("cp", "echo 'No space left on device' >&2; exit 1");
        Files.writeString(clone.resolve("target/server.jar"), "older");
        var result = Shell.attempt(
                "touch -d tomorrow \"$1/pom.xml\"; export VERSION=1\n" + BUILD, clone, System.getProperty("java.home"));
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.error()).contains("No space left on device", "The jar could not be copied");
    }

    @Test
    void saysWhatToDoWhereNothingCanBeWritten() throws IOException {
        Files.delete(clone.resolve("target"));
        // which no directory can be made of, by root neither
        Files.writeString(clone.resolve("target"), "");
        var result = Shell.attempt("export VERSION=1\n" + BUILD, clone, System.getProperty("java.home"));
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.error()).contains(clone + " cannot be written", "BACKUP_SERVER_JAR=/");
    }

    @Test
    void leavesServicesFreeToStartWhenItIsInterrupted() {
        var policy = clone.resolve("policy");
        var result = Shell.attempt("""
                export policy="$2"
                sh -euc 'project=$1; . "$1/bin/lib.sh"
                package_manager() { echo apt-get; }
                id() { echo 0; }
                interrupted() { [ -x "$policy" ] && echo forbidden; kill -INT $$; echo "went on"; }
                without_services interrupted' sh "$1"
                """, clone, policy);
        assertThat(new String(result.output(), UTF_8)).isEqualTo("forbidden\n");
        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(policy).doesNotExist();
    }

    private void program(String name, String script) {
        Shell.run(
                "printf '#!/bin/sh\\n%s\\n' \"$3\" >\"$1/programs/$2\"; chmod 755 \"$1/programs/$2\"",
                clone, name, script);
    }
}
