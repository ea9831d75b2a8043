package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The machine itself: what the other tests here rely on. */
class MachineIT {
    @Test
    void backsUpInsideAndLosesWhatWasNotWritten() {
        var images = MachineImages.build();
        try (var machine = new VirtualMachine(images, "machine").start()) {
            var shell = machine.shell();
            var disk = machine.makeDisk("BACKUP", 256);
            machine.plugIn(disk);
            shell.run("""
                    head -c 64 /dev/urandom >/root/key
                    cryptsetup luksFormat --batch-mode --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --key-file /root/key "$1"
                    echo "backups $1 /root/key luks,noauto" >/etc/crypttab
                    echo '/dev/mapper/backups /mnt/backups ext4 noauto 0 0' >>/etc/fstab
                    mkdir /mnt/backups
                    cryptdisks_start backups
                    mkfs.ext4 -q /dev/mapper/backups
                    mount /mnt/backups""", disk.device());
            assertThat(shell.attempt("cryptdisks_stop backups").exitCode()).isEqualTo(1);

            var server = new GuestServer(machine)
                    .plan("etc", "source: /etc\ndestination: /mnt/backups/etc/latest")
                    .start();
            var run = server.api()
                    .post("/api/v1/plans/etc/runs?require=succeeded", "", "Prefer", "wait=120")
                    .expect(200)
                    .json();
            assertThat(shell.run(
                            "cat \"/mnt/backups/etc/$1/hostname\"",
                            run.path("snapshot").asString()))
                    .isEqualTo("machine");
            machine.say("a run in " + run.path("durationSeconds") + " s");

            shell.run("echo durable >/mnt/backups/durable; sync /mnt/backups/durable; echo lost >/mnt/backups/lost");
            machine.powerCut();
            machine.start();
            server.awaitReady();
            machine.shell().run("cryptdisks_start backups; mount /mnt/backups");
            assertThat(machine.shell().run("cat /mnt/backups/durable; cat /mnt/backups/lost || true"))
                    .isEqualTo("durable");
            machine.shell().run("umount /mnt/backups; cryptdisks_stop backups");
            machine.pullOut(disk);
            assertThat(machine.shell().attempt("cryptdisks_start backups").exitCode())
                    .isEqualTo(1);
            machine.shutDown();
        }
    }
}
