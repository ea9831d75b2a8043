package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other processes share devices and die; each is a JVM of its own, on a host of scripts. */
@Timeout(120)
class LeftoverDevicesTest {
    private static final Device.Crypt CRYPT = new Device.Crypt("backups");

    @TempDir
    Path directory;

    private FakeHost host;
    private Device.Mount mount;

    @BeforeEach
    void prepare() throws IOException {
        host = new FakeHost(directory.toRealPath())
                .withDisk("backups", directory.toRealPath().resolve("mnt"));
        mount = new Device.Mount(host.root.resolve("mnt"));
    }

    @Test
    void twoServersShareADeviceAndTheLastOneUndoesIt() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            assertThat(other.ask("acquire crypt backups")).startsWith("Held[").contains("cryptdisks_start");
            DeviceHold hold = held(CRYPT);
            assertThat(other.ask("release")).isEqualTo("StillUsed[]");
            assertThat(other.ask("acquire crypt backups")).startsWith("Held[");
            assertThat(hold.release(CommandOutput.IGNORE, StopSignal.NEVER)).contains(new Released.StillUsed());
            assertThat(other.ask("release")).startsWith("Undone[");
        }
        assertThat(host.calls()).containsExactly("cryptdisks_start backups", "cryptdisks_stop backups");
    }

    @Test
    void manyAtOnceUnlockAndLockInTurnAndNeverUnderEachOther() throws Exception {
        try (DeviceProcess one = DeviceProcess.start(host.root);
                DeviceProcess two = DeviceProcess.start(host.root)) {
            one.tell("churn 40 crypt backups");
            two.tell("churn 40 crypt backups");
            for (int i = 0; i < 40; i++) {
                DeviceHold hold = held(CRYPT);
                assertThat(host.devices().look(CRYPT).up()).isTrue();
                hold.close();
            }
            assertThat(one.answer()).isEqualTo("always there");
            assertThat(two.answer()).isEqualTo("always there");
        }
        List<String> calls = host.calls();
        assertThat(calls).hasSizeGreaterThan(1);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i)).isEqualTo(i % 2 == 0 ? "cryptdisks_start backups" : "cryptdisks_stop backups");
        }
        assertThat(host.records()).isEmpty();
    }

    @Test
    void whatAKilledServerHadUnlockedAndMountedIsUndoneAtTheNextStart() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("acquire crypt backups");
            other.ask("acquire mount " + mount.text());
            assertThat(host.devices().undoLeftovers()).isEmpty();
            assertThat(host.calls()).hasSize(2);
            other.kill();
        }
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.calls().subList(2, 4)).containsExactly("umount " + mount.text(), "cryptdisks_stop backups");
        assertThat(host.records()).isEmpty();
    }

    @Test
    void whatAServerThatDiedBeforeItsResultWasWrittenHadMountedIsUndone() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("acquire crypt backups");
            other.ask("die after mount");
            other.tell("acquire mount " + mount.text());
            other.untilDead();
        }
        assertThat(host.devices().look(mount).up()).isTrue();
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.devices().look(mount).up()).isFalse();
        assertThat(host.records()).isEmpty();
    }

    @Test
    void whatAServerThatDiedBeforeItBeganHadIntendedIsForgotten() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("die before cryptdisks_start");
            other.tell("acquire crypt backups");
            other.untilDead();
        }
        assertThat(host.records()).hasSize(1);
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.records()).isEmpty();
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aStartThatWasKilledHalfwayIsMendedSoThatTheNextOneWorks() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("die before cryptdisks_start");
            other.tell("acquire crypt backups");
            other.untilDead();
        }
        host.append("crypttab", "backups_unformatted UUID=backups /k luks\n");
        host.runner().run(Command.of("cryptdisks_start", "backups_unformatted"));
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.calls().getLast()).isEqualTo("cryptsetup close backups_unformatted");
    }

    @Test
    void theNextRunTakesOverWhatAKilledServerLeftAndUndoesIt() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("acquire crypt backups");
            other.kill();
        }
        assertThat(held(CRYPT).release(CommandOutput.IGNORE, StopSignal.NEVER))
                .contains(new Released.Undone("cryptdisks_stop backups", 0));
    }

    @Test
    void nothingOfAnEarlierBootIsUndone() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("acquire crypt backups");
            other.kill();
        }
        host.write("boot_id", "boot-two\n");
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.devices().look(CRYPT).up()).isTrue();
        assertThat(host.records()).isEmpty();
    }

    @Test
    void aLeftoverThatIsBusyIsToldAndStaysKnown() throws Exception {
        try (DeviceProcess other = DeviceProcess.start(host.root)) {
            other.ask("acquire crypt backups");
            other.ask("acquire mount " + mount.text());
            other.kill();
        }
        host.write("busy", "");
        assertThat(host.devices().undoLeftovers())
                .hasSize(2)
                .anyMatch(text -> text.contains("umount " + mount.text()) && text.contains("target is busy"))
                .anyMatch(text -> text.contains("mounted at " + mount.text()));
        host.delete("busy");
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.records()).isEmpty();
    }

    /** Another test, a container, a service with PrivateMounts: they share the directory below /run all the same. */
    @Test
    void aServerInAnotherMountNamespaceForgetsNothingThatItCannotSee() throws IOException {
        Files.createSymbolicLink(host.paths.mountNamespace(), Path.of("mnt:[1]"));
        DeviceHold crypt = held(CRYPT);
        DeviceHold mounted = held(mount);
        host.write("busy", "");
        assertThat(mounted.release(CommandOutput.IGNORE, StopSignal.NEVER)).containsInstanceOf(Released.Left.class);

        Devices elsewhere = host.inAnotherMountNamespace();
        assertThat(elsewhere.look(mount).up()).isFalse();
        assertThat(elsewhere.undoLeftovers()).isEmpty();

        host.delete("busy");
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(host.devices().look(mount).up()).isFalse();
        assertThat(crypt.release(CommandOutput.IGNORE, StopSignal.NEVER)).containsInstanceOf(Released.Undone.class);
    }

    @Test
    void aRecordThatIsNotWholeHarmsNothing() throws IOException {
        DeviceHold hold = held(CRYPT);
        host.write("run/" + CRYPT.fileName("") + ".json", "{\"version\":1");
        assertThat(host.devices().undoLeftovers()).isEmpty();
        assertThat(hold.release(CommandOutput.IGNORE, StopSignal.NEVER)).contains(new Released.NotOurs());
    }

    private DeviceHold held(Device device) {
        Acquired acquired = host.devices().acquire(device, false, CommandOutput.IGNORE, StopSignal.NEVER);
        assertThat(acquired).isInstanceOf(Acquired.Held.class);
        return ((Acquired.Held) acquired).hold();
    }
}
