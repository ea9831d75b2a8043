package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Needs;
import org.junit.jupiter.api.Test;

/** The machine itself: what the other tests here rely on. */
class MachineIT {
    @Test
    void losesAtAPowerCutWhatWasNotWrittenAndOnlyThat() {
        Needs.longForm();
        try (var machine = new VirtualMachine(MachineImages.build(), "machine").start()) {
            var plain = machine.makeDisk("BACKUPS", 256);
            machine.plugIn(plain);
            var disk = new EncryptedDisk(machine, plain, "backups").setUp();
            disk.unlock();
            disk.mount();
            assertThat(machine.shell().attempt("cryptdisks_stop backups").exitCode())
                    .as("of locking what is mounted")
                    .isEqualTo(1);
            machine.shell().run("""
                    cd "$1"
                    echo written >old; sync old
                    echo 'not written' >new
                    dd if=/dev/urandom of=unflushed bs=1M count=4 oflag=direct status=none""", disk.mountPoint());
            assertThat(machine.powerCut()).as("lost blocks").isPositive();

            machine.start();
            disk.assertNothingIsLeft();
            assertThat(disk.look("cd \"$1\"; cat old; cat new 2>/dev/null || true"))
                    .isEqualTo("written");
            machine.pullOut(plain);
            assertThat(machine.shell().attempt("cryptdisks_start backups").exitCode())
                    .as("of unlocking what is not there")
                    .isEqualTo(1);
            machine.plugIn(plain);
            assertThat(disk.look("cat \"$1/old\"")).isEqualTo("written");
            machine.shutDown();
        }
    }
}
