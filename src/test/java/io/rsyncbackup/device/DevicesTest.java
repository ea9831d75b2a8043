package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DevicesTest extends OnAHostOfScripts {
    @Test
    void unlocksAndMountsAndUndoesBothInReverseOrder() {
        DeviceHold unlocked = held(CRYPT);
        DeviceHold mounted = held(mount);
        assertThat(release(mounted)).isEqualTo(new Released.Undone("umount " + mount.text(), 0));
        assertThat(release(unlocked)).isEqualTo(new Released.Undone("cryptdisks_stop backups", 0));
        assertThat(host.calls())
                .containsExactly(
                        "cryptdisks_start backups",
                        "mount " + mount.text(),
                        "umount " + mount.text(),
                        "cryptdisks_stop backups");
        assertThat(host.records()).isEmpty();
    }

    @Test
    void saysWhatItRan() {
        Acquired acquired = devices.acquire(CRYPT, false, CommandOutput.IGNORE, StopSignal.NEVER);
        assertThat(acquired).isInstanceOfSatisfying(Acquired.Held.class, held -> {
            assertThat(held.command()).isEqualTo("cryptdisks_start backups");
            assertThat(held.exitCode()).isZero();
            held.hold().close();
        });
    }

    @Test
    void undoesAfterTheLastOfThoseThatUseIt() {
        DeviceHold first = held(CRYPT);
        DeviceHold second = held(CRYPT);
        assertThat(release(first)).isEqualTo(new Released.StillUsed());
        assertThat(release(second)).isInstanceOf(Released.Undone.class);
        assertThat(host.calls()).containsExactly("cryptdisks_start backups", "cryptdisks_stop backups");
    }

    @Test
    void aHoldIsReleasedOnce() {
        DeviceHold first = held(CRYPT);
        DeviceHold second = held(CRYPT);
        first.close();
        first.close();
        assertThat(first.release(CommandOutput.IGNORE, StopSignal.NEVER)).isEmpty();
        assertThat(host.calls()).containsExactly("cryptdisks_start backups");
        second.close();
    }

    @Test
    void leavesWhatWasThereBefore() {
        run("cryptdisks_start", "backups");
        run("mount", mount.text());
        DeviceHold unlocked = held(CRYPT);
        DeviceHold mounted = held(mount);
        assertThat(release(mounted)).isEqualTo(new Released.NotOurs());
        assertThat(release(unlocked)).isEqualTo(new Released.NotOurs());
        assertThat(host.calls()).containsExactly("cryptdisks_start backups", "mount " + mount.text());
    }

    @Test
    void leavesWhatSomebodyMountedInPlaceOfItsOwn() {
        DeviceHold mounted = held(mountOnly());
        run("umount", mount.text());
        run("mount", mount.text());
        assertThat(release(mounted)).isEqualTo(new Released.NotOurs());
        assertThat(host.records()).isEmpty();
        assertThat(devices.look(mount).up()).isTrue();
    }

    @Test
    void leavesWhatSomebodyUnlockedInPlaceOfItsOwn() {
        DeviceHold unlocked = held(CRYPT);
        run("cryptdisks_stop", "backups");
        run("cryptdisks_start", "backups");
        assertThat(release(unlocked)).isEqualTo(new Released.NotOurs());
        assertThat(devices.look(CRYPT).up()).isTrue();
    }

    @Test
    void aDiskThatIsNotPluggedInIsMissingByNameAndNothingIsDone() {
        host.delete("disk/by-uuid/backups");
        Acquired acquired = devices.acquire(CRYPT, false, CommandOutput.IGNORE, StopSignal.NEVER);
        assertThat(acquired)
                .isInstanceOfSatisfying(
                        Acquired.Missing.class,
                        missing -> assertThat(missing.message())
                                .contains("UUID=backups is not there")
                                .contains("line 1 of crypttab: backups UUID=backups"));
        assertThat(devices.acquire(mount, false, CommandOutput.IGNORE, StopSignal.NEVER))
                .isInstanceOfSatisfying(
                        Acquired.Missing.class,
                        missing -> assertThat(missing.message())
                                .contains("mapper/backups is not there")
                                .contains("line 1 of fstab"));
        assertThat(devices.look(CRYPT).missing()).isTrue();
        assertThat(host.calls()).isEmpty();
        assertThat(host.records()).isEmpty();
    }

    @Test
    void asksBlkidWhereTheNamesOfDevicesAreNotToBeFound() {
        host.delete("disk/by-uuid/backups");
        host.write("sdb1", "");
        host.write("bin/blkid", "#!/bin/sh\n[ \"$*\" = '-U backups' ] && echo " + host.root.resolve("sdb1") + "\n");
        release(held(CRYPT));
        assertThat(host.calls()).containsExactly("cryptdisks_start backups", "cryptdisks_stop backups");
    }

    @Test
    void usesCryptsetupWhereCryptdisksIsMissing() {
        host.without("cryptdisks_start", "cryptdisks_stop");
        assertThat(release(held(CRYPT))).isEqualTo(new Released.Undone("cryptsetup close backups", 0));
        assertThat(host.calls())
                .containsExactly(
                        "cryptsetup open --type luks --key-file /etc/keys/backups -- "
                                + host.root.resolve("disk/by-uuid/backups") + " backups",
                        "cryptsetup close backups");
    }

    @Test
    void onlyAServerThatIsNotRootPutsSudoInFrontAndOnlyWhereThePlanSaysSo() {
        Devices ordinary = new Devices(
                host.runner(),
                new DeviceSettings(host.paths, host.root.resolve("run"), false, Duration.ZERO, Duration.ZERO));
        release(hold(ordinary.acquire(CRYPT, true, CommandOutput.IGNORE, StopSignal.NEVER)));
        assertThat(host.calls())
                .containsExactly(
                        "sudo -n -- cryptdisks_start backups",
                        "cryptdisks_start backups",
                        "sudo -n -- cryptdisks_stop backups",
                        "cryptdisks_stop backups");
        host.write("calls", "");
        release(hold(ordinary.acquire(CRYPT, false, CommandOutput.IGNORE, StopSignal.NEVER)));
        release(hold(devices.acquire(CRYPT, true, CommandOutput.IGNORE, StopSignal.NEVER)));
        assertThat(host.calls()).hasSize(4).noneMatch(call -> call.startsWith("sudo"));
    }

    @Test
    void sudoTooFindsCryptsetupWhereCryptdisksIsMissing() {
        host.without("cryptdisks_start", "cryptdisks_stop");
        Devices ordinary = new Devices(
                host.runner(),
                new DeviceSettings(host.paths, host.root.resolve("run"), false, Duration.ZERO, Duration.ZERO));
        release(hold(ordinary.acquire(CRYPT, true, CommandOutput.IGNORE, StopSignal.NEVER)));
        assertThat(host.calls())
                .contains("sudo -n -- cryptdisks_start backups", "sudo -n -- cryptsetup close backups")
                .contains("cryptsetup open --type luks --key-file /etc/keys/backups -- "
                        + host.root.resolve("disk/by-uuid/backups") + " backups");
    }

    @Test
    void looksWithoutTouching() throws IOException {
        assertThat(devices.look(CRYPT)).satisfies(look -> {
            assertThat(look.up()).isFalse();
            assertThat(look.usable()).isTrue();
            assertThat(look.detail()).isEqualTo("backups is there, not unlocked");
        });
        assertThat(devices.look(mount).missing()).isTrue();
        DeviceHold unlocked = held(CRYPT);
        assertThat(devices.look(CRYPT).detail()).isEqualTo("backups is unlocked");
        assertThat(devices.look(mount).detail()).isEqualTo(mount.text() + " is there, not mounted");
        release(unlocked);
        assertThat(Files.exists(directory.resolve("mounts"))).isFalse();
    }
}
