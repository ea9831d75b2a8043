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
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    Path directory;

    @Test
    void playTheStoryInJavaAndInTypescript() {
        Needs.programs("mvn", "npm", "node");
        var generated = directory.resolve("generated");
        var clients = directory.resolve("clients");
        assertThat(Shell.run(
                                "bin/clients \"$1\" \"$2\" 2>\"$1.log\" || { cat \"$1.log\" >&2; exit 1; }",
                                clients,
                                generated)
                        .lines()
                        .map(file -> file.replaceFirst(".*/", "")
                                .replaceFirst("[0-9].*?(?=(-sources)?\\.\\w+$)", "VERSION")))
                .containsExactly(
                        "rsync-backup-client-VERSION-sources.jar",
                        "rsync-backup-client-VERSION.jar",
                        "rsync-backup-client-VERSION.pom",
                        "rsync-backup-client-VERSION.tgz");
        var source = directory.resolve("home");
        SampleTrees.everything(source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("home", source, server.data().resolve("backups/home/latest"))
                    .start();
            var address = "http://127.0.0.1:" + port(server.log());
            var token = Shell.run("cat \"$1\"", server.data().resolve("admin.token"));
            assertThat(java(generated, address, token)).contains("played with ");
            assertThat(typescript(clients, generated, address, token)).contains("played with ");
        }
    }

    private static String java(Path generated, String address, String token) {
        return Shell.run("""
                export JAVA_HOME="$1"
                cd "$2"
                output=$(mvn -B -ntp -q exec:java "-Dwork=$3" "-Dexec.args=$4 $5 home" 2>&1) || { echo "$output" >&2; exit 1; }
                echo "$output"
                """, System.getProperty("java.home"), CLIENTS.resolve("java"), generated, address, token);
    }

    /** With the package as people install it, beside the compiler that made it. */
    private static String typescript(Path clients, Path generated, String address, String token) {
        return Shell.run("""
                cd "$3"
                cp "$1/story.ts" "$1/tsconfig.json" .
                mkdir node_modules/rsync-backup-client
                tar -xzf "$2"/*.tgz -C node_modules/rsync-backup-client --strip-components=1
                node_modules/.bin/tsc >&2
                node out/story.js "$4" "$5" home
                """, CLIENTS.resolve("typescript"), clients, generated, address, token);
    }

    private static String port(String log) {
        Matcher matcher = PORT.matcher(log);
        assertThat(matcher.find()).as(log).isTrue();
        return matcher.group(1);
    }
}
