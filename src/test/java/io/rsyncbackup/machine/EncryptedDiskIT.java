package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One machine, one disk, one scenario after the other: starting either of them anew takes longer than a scenario. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EncryptedDiskIT extends MachineScenarios {
    private static final Path SUDOERS = Path.of("src/main/dist/sudoers/rsync-backup-server");

    @Test
    @Order(1)
    void unlocksMountsBacksUpAndUndoesItInReverse() {
        var check = api().post("/api/v1/plans/data/check", "").expect(200).text();
        assertThat(check).contains("backups is there, not unlocked");
        var run = succeeded("data");
        assertThat(run.steps())
                .as(run.toString())
                .containsExactly(
                        "unlock succeeded",
                        "mount succeeded",
                        "backup succeeded",
                        "snapshot succeeded",
                        "rotate succeeded",
                        "unmount succeeded",
                        "lock succeeded");
        disk.assertNothingIsLeft();
        assertThat(disk.recordOf("data/" + run.snapshot()))
                .isEqualTo(EncryptedDisk.record(machine.shell(), "/srv/data"));
    }

    @Test
    @Order(2)
    void undoesItOnceAfterTheLastOfTwoPlans() {
        changeLarge(20);
        var slow = api().start("slow");
        awaitTransfer(slow);
        var quick = api().start("data");
        var runs = List.of(awaitSucceeded(quick), awaitSucceeded(slow));
        // whichever comes last
        assertThat(runs).extracting(run -> run.command("unmount")).containsOnlyOnce("umount /mnt/backups");
        assertThat(runs).extracting(run -> run.command("lock")).containsOnlyOnce("cryptdisks_stop backups");
        disk.assertNothingIsLeft();
    }

    @Test
    @Order(3)
    void leavesNothingBehindWhenCancelledInTheMiddle() {
        var before = disk.snapshots("slow");
        changeLarge(10);
        var id = api().start("slow");
        awaitTransfer(id);
        api().post("/api/v1/runs/" + id + "/cancel", "").expect(202);
        var cancelled = awaitEnd(id);
        assertThat(cancelled.state()).as(cancelled.toString()).isEqualTo("cancelled");
        assertThat(cancelled.steps()).contains("backup cancelled", "unmount succeeded", "lock succeeded");
        disk.assertNothingIsLeft();
        assertThat(disk.snapshots("slow")).isEqualTo(before);
        assertThat(disk.incomplete("slow")).isEmpty();
        succeeded("slow");
        assertThat(disk.snapshots("slow").lines().toList())
                .containsAll(before.lines().toList())
                .hasSizeGreaterThan(before.lines().toList().size());
    }

    @Test
    @Order(4)
    void namesADiskThatIsMissingAndTakesItOncePluggedIn() {
        machine.pullOut(disk.disk());
        var run = awaitEnd(api().start("data"));
        assertThat(run.state()).as(run.toString()).isEqualTo("failed");
        assertThat(run.reason()).isEqualTo("device-missing");
        assertThat(run.message()).contains("UUID=");
        assertThat(run.steps()).contains("unlock failed", "backup skipped");
        machine.plugIn(disk.disk());
        succeeded("data");
        disk.assertNothingIsLeft();
    }

    @Test
    @Order(5)
    void leavesAsItIsWhatSomebodyElseUnlockedOrMounted() {
        disk.unlock();
        succeeded("data");
        assertThat(disk.isMounted()).isFalse();
        assertThat(disk.isUnlocked()).isTrue();
        disk.mount();
        succeeded("data");
        assertThat(disk.isMounted()).isTrue();
    }

    @Test
    @Order(6)
    void findsTheDiskByItsLabelAndByItsPath() {
        disk.entry("LABEL=label-backups", "/etc/keys/backups");
        succeeded("data");
        disk.assertNothingIsLeft();
        disk.entry(disk.disk().device(), "/etc/keys/backups");
        succeeded("data");
        disk.assertNothingIsLeft();
    }

    @Test
    @Order(7)
    void writesNothingWhenTheKeyIsWrong() {
        disk.entry(disk.disk().device(), "/etc/keys/wrong");
        try {
            var run = awaitEnd(api().start("data"));
            assertThat(run.state()).as(run.toString()).isEqualTo("failed");
            assertThat(run.steps()).contains("unlock failed", "backup skipped");
            assertThat(run.message()).contains("cryptdisks_start");
            disk.assertNothingIsLeft();
            assertThat(machine.shell().run("ls -A \"$1\"", disk.mountPoint())).isEmpty();
        } finally {
            disk.entry(disk.disk().device(), "/etc/keys/backups");
        }
    }

    @Test
    @Order(8)
    void usesCryptsetupItselfWhereThereIsNoCryptdisks() {
        machine.shell().run("cd /usr/sbin; mkdir away; mv cryptdisks_start cryptdisks_stop away");
        try {
            var run = succeeded("data");
            assertThat(run.command("unlock")).startsWith("cryptsetup open");
            assertThat(run.command("lock")).startsWith("cryptsetup close");
            disk.assertNothingIsLeft();
        } finally {
            machine.shell().run("cd /usr/sbin; mv away/* .; rmdir away");
        }
    }

    @Test
    @Order(9)
    void namesWhoKeepsTheDiskBusyAndUndoesItWithTheNextRun() {
        changeLarge(10);
        var id = api().start("slow");
        awaitTransfer(id);
        machine.shell().run("cd \"$1\"; setsid sleep 3600 </dev/null >/dev/null 2>&1 &", disk.mountPoint());
        var run = awaitSucceeded(id);
        assertThat(run.warnings()).contains("sleep");
        assertThat(disk.isMounted()).isTrue();
        machine.shell().run("pkill -x sleep; while pgrep -x sleep; do :; done");
        succeeded("data");
        disk.assertNothingIsLeft();
    }

    @Test
    @Order(10)
    void undoesWhatAKilledServerLeft() {
        changeLarge(10);
        var before = disk.snapshots("slow");
        var id = api().start("slow");
        awaitTransfer(id);
        server.kill();
        assertThat(disk.isMounted()).isTrue();
        server.start();
        var run = awaitEnd(id);
        assertThat(run.state()).as(run.toString()).isEqualTo("interrupted");
        assertThat(run.reason()).isEqualTo("server-died");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(disk::assertNothingIsLeft);
        assertThat(disk.snapshots("slow")).isEqualTo(before);
    }

    @Test
    @Order(11)
    void keepsWhatWasThereWhenThePowerGoesInTheMiddle() {
        changeLarge(10);
        var slow = disk.snapshots("slow");
        var data = disk.snapshots("data");
        assertThat(data).as("what must stay").isNotEmpty();
        // the kernel writes soon, so that there is something in the disk's memory to lose
        machine.shell().run("cd /proc/sys/vm; echo 20 >dirty_writeback_centisecs; echo 20 >dirty_expire_centisecs");
        var id = api().start("slow");
        awaitTransfer(id);
        VirtualMachine.pause(new Random().nextInt(8_000));
        machine.powerCut();
        machine.start();
        disk.assertNothingIsLeft();
        assertThat(disk.snapshots("slow")).isEqualTo(slow);
        assertThat(disk.snapshots("data")).isEqualTo(data);
        server.awaitReady();
        var run = awaitEnd(id);
        assertThat(run.state()).as(run.toString()).isEqualTo("interrupted");
        assertThat(run.reason()).isEqualTo("server-died");
        disk.assertNothingIsLeft();
        succeeded("slow");
    }

    @Test
    @Order(12)
    void keepsASnapshotThatWasReportedWhenThePowerGoesRightAfterIt() throws IOException {
        // mounted by hand: nothing but the server's own care makes it durable
        disk.unlock();
        disk.mount();
        machine.shell().run("cd /srv/data; head -c 400000 /dev/urandom | split -b 2000 -a 3 - new; sync .");
        var source = EncryptedDisk.record(machine.shell(), "/srv/data");
        prepareForAnOrdinaryUser();
        var run = succeeded("data");
        machine.powerCut();
        machine.start();
        disk.unlock();
        disk.mount();
        assertThat(EncryptedDisk.record(machine.shell(), disk.mountPoint() + "/data/" + run.snapshot()))
                .isEqualTo(source);
        server.awaitReady();
        assertThat(api().run(run.id()).path("state").asString()).isEqualTo("succeeded");
    }

    /** The one that the boot after the last power cut has started. */
    @Test
    @Order(13)
    void needsNothingButTheSudoersFileToRunAsAnOrdinaryUser() {
        assertThat(machine.shell().run("ps -o user:20= -p $(systemctl show -P MainPID backup-server)"))
                .isEqualTo("rsync-backup");
        var run = succeeded("laptop");
        assertThat(run.command("unlock")).startsWith("sudo ");
        disk.assertNothingIsLeft();
        assertThat(disk.recordOf("laptop/" + run.snapshot()))
                .isEqualTo(EncryptedDisk.record(machine.shell(), "/srv/data"));
    }

    /** By the commands of the README; from the next boot on, which saves one start of the server. */
    private void prepareForAnOrdinaryUser() throws IOException {
        disk.unmount();
        disk.lock();
        machine.shell().write("/root/" + SUDOERS, Files.readString(SUDOERS));
        machine.shell().run("cd /root; " + Readme.commands("useradd"));
        disk.unlock();
        disk.mount();
        machine.shell().run("""
                mkdir -p /etc/systemd/system/backup-server.service.d
                printf '%s\\n' '[Service]' User=rsync-backup \
                    'ExecStartPre=+chown -R rsync-backup /var/lib/backup-server /etc/rsync-backup-server' \
                    >/etc/systemd/system/backup-server.service.d/user.conf
                sync
                """);
    }
}
