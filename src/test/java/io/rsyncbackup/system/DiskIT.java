package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans on a real file system that is mounted for their runs alone, by an fstab that only this mount namespace sees. */
class DiskIT {
    @TempDir
    static Path directory;

    private static Path disk;
    private static Process namespace;
    private static BackupServerProcess server;

    @BeforeAll
    static void prepare() throws IOException {
        Needs.root();
        Needs.programs("rsync", "unshare", "nsenter", "mkfs.ext4");
        directory = directory.toRealPath();
        disk = directory.resolve("disk");
        Shell.run("""
                cd "$1"; mkdir disk
                truncate -s 400M disk.img; mkfs.ext4 -q -F disk.img
                echo "$1/disk.img $1/disk ext4 loop,noauto,nofail 0 0" >fstab
                """, directory);
        // outlives the servers in it
        namespace = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --bind \"$0\" /etc/fstab && echo ready && exec sleep 3600",
                        directory.resolve("fstab").toString())
                .start();
        assertThat(namespace.inputReader().readLine()).isEqualTo("ready");
        SampleTrees.files(directory.resolve("laptop"), 50, new Random(1));
        SampleTrees.files(directory.resolve("desktop"), 50, new Random(2));
        server = new BackupServerProcess(directory.resolve("server"))
                .under("nsenter", "-t", Long.toString(namespace.pid()), "-m", "--")
                .setting("shutdown: { wait: 1s }")
                .plan("laptop", plan("laptop") + "\nbandwidth-limit: 2MB\nrerun-interrupted: false")
                .plan("desktop", plan("desktop"))
                .start();
    }

    /** The next run of the laptop takes its time. */
    @BeforeEach
    void change() {
        Shell.run("head -c 16M /dev/urandom >\"$1/big\"", directory.resolve("laptop"));
        assertThat(mounted()).isFalse();
    }

    private static String plan(String name) {
        return "source: \"" + directory.resolve(name) + "\"\ndestination: \""
                + disk.resolve(name).resolve("latest") + "\"\nmount: \"" + disk + "\"";
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        if (namespace != null) {
            namespace.destroyForcibly().waitFor();
        }
    }

    @Test
    void twoPlansShareItAndTheLastOneUnmountsIt() {
        var slow = server.api().start("laptop");
        await().until(DiskIT::mounted);
        var quick = server.api().runToEnd("desktop");
        assertThat(quick.path("state").asString()).as(quick.toPrettyString()).isEqualTo("succeeded");
        assertThat(server.api().run(slow).path("state").asString()).isEqualTo("running");
        assertThat(mounted()).isTrue();
        var slowRun = server.api().awaitEnd(slow);
        assertThat(slowRun.path("state").asString())
                .as(slowRun.toPrettyString())
                .isEqualTo("succeeded");
        assertThat(slowRun.path("steps")
                        .valueStream()
                        .map(step -> step.path("name").asString()))
                .containsExactly("mount", "backup", "snapshot", "rotate", "unmount");
        assertThat(slowRun.path("steps").path(4).path("command").asString()).isEqualTo("umount " + disk);
        assertThat(mounted()).isFalse();
        assertThat(server.api().snapshots("desktop"))
                .contains(quick.path("snapshot").asString());
    }

    @Test
    void aCancelUnmountsIt() {
        var id = server.api().start("laptop");
        await().until(DiskIT::mounted);
        server.api().post("/api/v1/runs/" + id + "/cancel", "").expect(202);
        var run = server.api().awaitEnd(id);
        assertThat(run.path("state").asString()).isEqualTo("cancelled");
        assertThat(run.path("warnings").size()).as(run.toPrettyString()).isZero();
        assertThat(mounted()).isFalse();
    }

    @Test
    void aServerThatIsStoppedUnmountsItFirst() {
        var id = server.api().start("laptop");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Destinations.processesOn(disk)).isNotEmpty());
        server.terminate();
        assertThat(mounted()).as(server.log()).isFalse();
        server.start();
        var run = server.api().awaitEnd(id);
        assertThat(run.path("reason").asString()).as(run.toPrettyString()).isEqualTo("shutdown");
        assertThat(run.path("warnings").size()).as(run.toPrettyString()).isZero();
    }

    @Test
    void aServerThatWasKilledUnmountsItWhenItStartsAgain() {
        var id = server.api().start("laptop");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Destinations.processesOn(disk)).isNotEmpty());
        server.kill();
        assertThat(mounted()).isTrue();
        server.start();
        var run = server.api().awaitEnd(id);
        assertThat(run.path("reason").asString()).as(run.toPrettyString()).isEqualTo("server-died");
        await().atMost(Duration.ofSeconds(20)).until(() -> !mounted());
        var next = server.api().runToEnd("laptop");
        assertThat(next.path("state").asString()).as(next.toPrettyString()).isEqualTo("succeeded");
        assertThat(next.path("warnings").size()).as(next.toPrettyString()).isZero();
        assertThat(mounted()).isFalse();
    }

    @Test
    void aDiskThatIsNotThereFailsARunThatSomebodyAskedFor() throws IOException {
        Files.move(directory.resolve("disk.img"), directory.resolve("elsewhere"));
        try {
            var run = server.api().runToEnd("desktop");
            assertThat(run.path("state").asString()).isEqualTo("failed");
            assertThat(run.path("reason").asString()).isEqualTo("device-missing");
            assertThat(run.path("message").asString())
                    .contains("disk.img is not there")
                    .contains("line 1 of fstab");
            assertThat(disk).isEmptyDirectory();
            var check = server.api().post("/api/v1/plans/desktop/check", "").json();
            assertThat(check.path("ok").asBoolean()).isFalse();
            assertThat(check.toString()).contains("disk.img is not there");
        } finally {
            Files.move(directory.resolve("elsewhere"), directory.resolve("disk.img"));
        }
    }

    @Test
    void whoKeepsItBusyIsNamedInAWarning() throws InterruptedException, IOException {
        var id = server.api().start("laptop");
        await().until(DiskIT::mounted);
        var busy = new ProcessBuilder(
                        "nsenter",
                        "-t",
                        Long.toString(namespace.pid()),
                        "-m",
                        "--",
                        "sh",
                        "-c",
                        "cd \"$0\"; exec sleep 600",
                        disk.toString())
                .start();
        try {
            // on the disk itself: the directory under it has the same name
            await().until(() -> Files.exists(Path.of("/proc", Long.toString(busy.pid()), "cwd/lost+found")));
            assertThat(server.api().run(id).path("state").asString()).isEqualTo("running");
            var run = server.api().awaitEnd(id);
            assertThat(run.path("state").asString()).isEqualTo("succeeded");
            assertThat(run.path("warnings").toString())
                    .as(run.toPrettyString() + server.log())
                    .contains("target is busy")
                    .contains("process " + busy.pid() + " (sleep): working directory " + disk);
        } finally {
            busy.destroyForcibly().waitFor();
        }
        assertThat(mounted()).isTrue();
        assertThat(server.api().runToEnd("desktop").path("warnings").size()).isZero();
        assertThat(mounted()).isFalse();
    }

    private static boolean mounted() {
        return Shell.attempt("grep -q \" $2 \" /proc/$1/mountinfo", namespace.pid(), disk)
                        .exitCode()
                == 0;
    }
}
