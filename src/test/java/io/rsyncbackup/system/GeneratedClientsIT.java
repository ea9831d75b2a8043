package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients generated from the committed OpenAPI document compile and play the README's story. */
class GeneratedClientsIT {
    private static final Path CLIENTS = Path.of("src/test/clients").toAbsolutePath();
    private static final Path DOCUMENT = Path.of("openapi/openapi.yaml").toAbsolutePath();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    Path directory;

    @Test
    void playTheStoryInJavaAndInTypescript() {
        Needs.programs("mvn", "npm", "node");
        var generated = directory.resolve("generated");
        maven(generated, "compile");
        var source = directory.resolve("home");
        SampleTrees.everything(source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("home", source, server.data().resolve("backups/home/latest"))
                    .start();
            var address = "http://127.0.0.1:" + port(server.log());
            var token = Shell.run("cat \"$1\"", server.data().resolve("admin.token"));
            assertThat(maven(generated, "exec:java", "-Dexec.args=" + address + " " + token + " home"))
                    .contains("played with ");
            assertThat(typescript(generated, address, token)).contains("played with ");
        }
    }

    private static String maven(Path generated, String goal, String... properties) {
        return Shell.run(
                """
                export JAVA_HOME="$1"
                cd "$2"
                output=$(mvn -B -ntp -q "$3" "-Dwork=$4" "-Ddocument=$5" "${@:6}" 2>&1) || { echo "$output" >&2; exit 1; }
                echo "$output"
                """,
                with(
                        new Object[] {
                            System.getProperty("java.home"), CLIENTS.resolve("java"), goal, generated, DOCUMENT
                        },
                        properties));
    }

    /** In a copy, so that nothing is written beside the sources. */
    private String typescript(Path generated, String address, String token) {
        return Shell.run(
                """
                cp -r "$1" "$2"
                cd "$2"
                cp -r "$3/typescript" client
                npm ci --ignore-scripts --no-audit --no-fund >&2
                node_modules/.bin/tsc >&2
                node out/story.js "$4" "$5" home
                """, CLIENTS.resolve("typescript"), directory.resolve("typescript"), generated, address, token);
    }

    private static Object[] with(Object[] first, String[] more) {
        var all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static String port(String log) {
        Matcher matcher = PORT.matcher(log);
        assertThat(matcher.find()).as(log).isTrue();
        return matcher.group(1);
    }
}
