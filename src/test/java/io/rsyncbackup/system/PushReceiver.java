package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.RsyncDaemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A host that receives pushes, set up as README.md says, word for word; only its paths and ports lie elsewhere. */
final class PushReceiver implements AutoCloseable {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    final Path directory;
    final BackupServerProcess server;
    final RsyncDaemon daemon;
    private final Map<String, String> moved = new LinkedHashMap<>();

    PushReceiver(Path directory) {
        this.directory = directory;
        moved.put("/mnt/backups", directory + "/mnt");
        moved.put("/etc/rsync-backup-server", directory + "/etc");
        moved.put("/usr/local/lib/rsync-backup-server", directory + "/lib");
        moved.put("/etc/rsyncd.secrets", directory + "/secrets");
        moved.put("/run/", directory + "/run/");
        SampleTrees.create(directory.resolve("run"));
        Shell.run(written("sh", "head -c 32 /dev/urandom"));
        Shell.run("sed -i 's|/etc/rsync-backup-server|'\"$2\"'|' \"$1\"", hook(), directory.resolve("etc"));
        var hash = Shell.run("sha256sum < \"$1\" | cut -c 1-64", directory.resolve("etc/hook.token"));
        var settings = written("yaml", "tokens: [{ name: rsyncd")
                .replaceFirst("backup:\n", "")
                .replace("SHA256", hash);
        // the first start makes the admin token
        server = new BackupServerProcess(directory.resolve("server")).start();
        server.terminate();
        server.setting(settings.stripTrailing().stripIndent());
        startServer();
        server.api()
                .post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}")
                .expect(200);
        daemon = RsyncDaemon.start(directory.resolve("daemon"), written("ini", "[laptop]"));
        Shell.run("umask 077; printf 'a long password' > \"$1\"", passwordFile());
    }

    /** Also after it was killed; its port is another then. */
    void startServer() {
        server.start();
        try {
            Files.writeString(
                    directory.resolve("etc/hook.conf"),
                    "url=http://127.0.0.1:" + server.api().port() + "\nretry_seconds=240\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path latest() {
        return directory.resolve("mnt/laptop/latest");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    Path hook() {
        return directory.resolve("lib/rsync-backup-server-hook");
    }

    String url() {
        return daemon.url("laptop", "laptop") + "/";
    }

    /** As a client would; waits before while the daemon still counts the last connection. */
    Shell.Result rsync(Object... arguments) {
        await().atMost(Duration.ofSeconds(30)).until(() -> daemon.connections() == 0);
        return start(arguments);
    }

    Shell.Result start(Object... arguments) {
        var all = new ArrayList<Object>(List.of(passwordFile()));
        all.addAll(List.of(arguments));
        return Shell.attempt("password=$1; shift; rsync --password-file=\"$password\" \"$@\"", all.toArray());
    }

    void push(Path source, Object... options) {
        var all = new ArrayList<Object>(List.of("-aHAXS", "--numeric-ids", "--modify-window=-1", "--delete"));
        all.addAll(List.of(options));
        all.add(source + "/");
        all.add(url());
        var result = rsync(all.toArray());
        assertThat(result.exitCode()).as(result.error()).isZero();
    }

    /** All of the plan, newest first, once none is active and no connection is open. */
    List<JsonNode> endedRuns() {
        // first the look at the connections: a hook that ended after it has told already
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> daemon.connections() == 0 ? Optional.of(runs()) : Optional.<List<JsonNode>>empty(),
                        runs -> runs.isPresent() && runs.get().stream().allMatch(Api::ended))
                .orElseThrow();
    }

    List<JsonNode> runs() {
        return StreamSupport.stream(
                        server.api()
                                .get("/api/v1/runs?plan=laptop&limit=500")
                                .expect(200)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }

    Path snapshot(String name) {
        return latest().resolveSibling(name);
    }

    List<String> snapshots() {
        return server.api().snapshots("laptop");
    }

    /** A block of README.md of this language that holds this text. */
    private String written(String language, String text) {
        try {
            var matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
            while (matcher.find()) {
                if (matcher.group(1).equals(language) && matcher.group(2).contains(text)) {
                    var block = matcher.group(2);
                    for (var move : moved.entrySet()) {
                        block = block.replace(move.getKey(), move.getValue());
                    }
                    return block;
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new AssertionError("README.md has no block " + language + " with " + text);
    }

    @Override
    public void close() {
        daemon.close();
        server.close();
    }
}
