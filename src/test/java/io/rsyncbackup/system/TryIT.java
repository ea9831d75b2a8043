package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
class TryIT {
    @TempDir
    Path directory;

    @Test
    void showsTheWholeWayThroughAndStopsItsServer() throws Exception {
        Needs.programs("curl", "rsync", "flock");
        var data = directory.resolve("data");
        var output = run(0, "--once", "--data", data.toString(), "--source", smallSource(), "--port", freePort());
        assertThat(output)
                .contains("/api/v1/plans/etc/runs")
                .contains("/api/v1/plans/etc/snapshots")
                .contains("/api/v1/plans/etc/rotation")
                .contains("$ curl -sS -H \"Authorization: Bearer $(cat ")
                .contains("The backup of ")
                .doesNotContain(Files.readString(data.resolve("admin.token")).strip());
        assertThat(Destinations.snapshotDirectories(data.resolve("backups/etc")))
                .hasSize(1);
        assertThat(Destinations.processesOn(data)).isEmpty();
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        Needs.programs("curl");
        try (var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var output = run(69, "--once", "--data", directory.toString(), "--port", "" + taken.getLocalPort());
            assertThat(output).contains("Port " + taken.getLocalPort() + " is taken");
        }
    }

    private String smallSource() throws IOException {
        var source = Files.createDirectories(directory.resolve("etc"));
        SampleTrees.files(source, 300, new java.util.Random(1));
        return source.toString();
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "" + socket.getLocalPort();
        }
    }

    private String run(int expected, String... arguments) throws Exception {
        var argv = new java.util.ArrayList<>(
                List.of(Path.of("bin/try").toAbsolutePath().toString()));
        argv.addAll(List.of(arguments));
        var output = directory.resolve("output");
        var builder = new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("BACKUP_SERVER_JAR", BackupServerProcess.jar());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        var text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isEqualTo(expected);
        return text;
    }
}
