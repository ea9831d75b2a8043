package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server as a user of its own, with the shipped sudoers file and the real sudo: root's files in, root's files out. The
 * user, the file and an fstab exist in a mount namespace only; the machine's stay as they are.
 */
class OrdinaryUserIT {
    private static final Path SUDOERS = Path.of("src/main/dist/sudoers/rsync-backup-server");
    private static final String USER = "rsync-backup";
    private static final int ID = 47_110;

    /** Names for what only this namespace sees. */
    private static final String NAMESPACE = """
            cd "$0"
            mount --bind passwd /etc/passwd
            mount --bind group /etc/group
            mount --bind shadow /etc/shadow
            mount --bind fstab /etc/fstab
            mount --bind sudoers.d /etc/sudoers.d
            exec setpriv --reuid="$1" --regid="$1" --clear-groups -- env --chdir="$0/home" "${@:2}"
            """;

    @TempDir
    static Path directory;

    private static Path source;
    private static BackupServerProcess server;

    @BeforeAll
    static void prepare() throws IOException {
        Needs.root();
        Needs.programs("sudo", "visudo", "unshare", "setpriv", "mkfs.ext4", "setfacl");
        directory = directory.toRealPath();
        source = directory.resolve("source");
        var home = Files.createDirectories(directory.resolve("home"));
        SampleTrees.everything(source);
        Shell.run("""
                cd "$1"
                chmod 0711 .; chmod 0700 source
                chown $3:$3 home
                (cat /etc/passwd; echo "$2:x:$3:$3::$1/home:/usr/sbin/nologin") >passwd
                (cat /etc/group; echo "$2:x:$3:") >group
                (cat /etc/shadow; echo "$2:*:19000:0:99999:7:::") >shadow
                chmod 0640 shadow; chgrp shadow shadow
                mkdir -m 0750 sudoers.d
                install -m 0440 "$4" sudoers.d/rsync-backup-server
                echo "Defaults:$2 logfile=$1/sudo.log" >sudoers.d/zz-log
                truncate -s 100M disk.img; mkfs.ext4 -q -F disk.img; mkdir disk
                echo "$1/disk.img $1/disk ext4 loop,noauto,nofail 0 0" >fstab
                cp --reflink=auto "$5" server.jar; chmod 0644 server.jar
                """, directory, USER, ID, SUDOERS.toAbsolutePath(), BackupServerProcess.jar());
        server = new BackupServerProcess(home.resolve("server"))
                .under("unshare", "-m", "bash", "-e", "-c", NAMESPACE, directory.toString(), Integer.toString(ID))
                .jarAt(directory.resolve("server.jar"));
        Shell.run("chown -R $2:$2 \"$1\"", home, ID);
        // the disk's own root belongs to the user, who keeps identity and state of destinations there
        Shell.run(
                "mount -o loop \"$1/disk.img\" \"$1/disk\"; chown $2:$2 \"$1/disk\"; umount \"$1/disk\"",
                directory,
                ID);
        Shell.run("mkdir -m 0700 \"$1\"; head -c 60M /dev/urandom >\"$1/big\"", directory.resolve("big"));
        var disk = directory.resolve("disk");
        server.plan("all", plan(source, latest("all")))
                .plan("nice", plan(source, latest("nice")) + "\nionice: idle")
                .plan("disk", plan(source, disk.resolve("laptop/latest")) + "\nmount: \"" + disk + "\"")
                .plan("slow", plan(directory.resolve("big"), latest("slow")) + "\nbandwidth-limit: 500KB")
                .start();
    }

    @BeforeEach
    void forgetWhatSudoSaid() {
        Shell.run(": >\"$1/sudo.log\"", directory);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void backsUpWhatOnlyRootMayRead() {
        var latest = latest("all");
        var first = succeeded("all");
        assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest.resolveSibling(first))))
                .isEmpty();

        Shell.run("cd \"$1\"; echo new >new; chmod 0600 new; find docs -type f -exec chmod 0604 {} +", source);
        var second = succeeded("all");
        assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest.resolveSibling(second))))
                .isEmpty();
        assertThat(Destinations.snapshotDirectories(latest.getParent())).hasSize(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(latest.resolveSibling(".rsync-backup/trash")).isEmptyDirectory());
        server.api().delete("/api/v1/plans/all/snapshots/" + second).expect(204);
        expectNothingRefused();
    }

    @Test
    void dryRunsAndNicePlansNeedNothingElse() {
        for (int i = 0; i < 2; i++) {
            var dry = server.api().awaitEnd(server.api().start("nice", "{\"dryRun\": true}"));
            assertThat(dry.path("state").asString()).as(dry.toPrettyString()).isEqualTo("succeeded");
            succeeded("nice");
            Shell.run("cd \"$1\"; echo changed >new-and-nice", source);
        }
        expectNothingRefused();
    }

    @Test
    void mountsADiskByFstab() {
        for (int i = 0; i < 2; i++) {
            var run = server.api().runToEnd("disk");
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
            assertThat(run.path("steps").path(0).path("command").asString())
                    .isEqualTo("sudo -n -- mount " + directory.resolve("disk"));
            assertThat(run.path("warnings").size()).as(run.toPrettyString()).isZero();
        }
        assertThat(directory.resolve("disk")).isEmptyDirectory();
        assertThat(Shell.run(
                                "nsenter -t $1 -m grep -c \" $2/disk \" /proc/self/mountinfo || true",
                                server.pid(),
                                directory)
                        .strip())
                .isEqualTo("0");
        expectNothingRefused();
    }

    @Test
    void endsWhatRunsAsRootWhenARunIsCancelled() {
        var latest = latest("slow");
        var id = server.api().start("slow");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(Destinations.processesOn(latest)).isNotEmpty());
        server.api().post("/api/v1/runs/" + id + "/cancel", "").expect(202);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(server.api().run(id).path("state").asString()).isEqualTo("cancelled");
            assertThat(Destinations.processesOn(latest)).isEmpty();
        });
        assertThat(Destinations.snapshotDirectories(latest.getParent())).isEmpty();
        expectNothingRefused();
    }

    @Test
    void theFileIsOneThatSudoTakes() {
        assertThat(Shell.run("visudo -c -f \"$1\"", SUDOERS.toAbsolutePath())).endsWith("parsed OK");
    }

    @Test
    void theFileAllowsNothingElse() {
        for (String command : new String[] {
            "id",
            "sh -c id",
            "mount /dev/null /mnt",
            "mount -o remount,rw /",
            "umount -l /mnt",
            "umount --all",
            "cryptsetup luksFormat /dev/null",
            "cryptsetup close a b",
            "cryptdisks_start a b",
            "flock --shared --no-fork /tmp/lock.writers rsync --version",
            "ionice -c 3 sh -c id",
            "rm -rf --one-file-system -- /etc",
            "kill -TERM -- -1",
            "env --chdir=/ LC_ALL=C sh -c id",
        }) {
            assertThat(Shell.attempt(
                                    "nsenter -t $1 -m setpriv --reuid=$2 --regid=$2 --clear-groups sudo -n -- "
                                            + command,
                                    server.pid(),
                                    ID)
                            .error())
                    .as(command)
                    .containsAnyOf("password is required", "is not allowed to execute");
        }
    }

    private static Path latest(String plan) {
        return server.data().resolve(plan).resolve("latest");
    }

    private static String plan(Path source, Path latest) {
        return "source: \"" + source + "\"\ndestination: \"" + latest + "\"\nexcluded-roots: []\nrotation: { daily: 1 }"
                + "\nkeep: newest";
    }

    private String succeeded(String plan) {
        var run = server.api().runToEnd(plan);
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + log() + server.log())
                .isEqualTo("succeeded");
        assertThat(run.path("warnings").size()).as(run.toPrettyString()).isZero();
        return run.path("snapshot").asString();
    }

    private void expectNothingRefused() {
        assertThat(log()).contains("COMMAND=").doesNotContain("command not allowed", "password");
    }

    private String log() {
        return Shell.run("cat \"$1/sudo.log\" 2>/dev/null || true", directory);
    }
}
