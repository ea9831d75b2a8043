package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a host of scripts. */
@Timeout(60)
class DevicesTest {
    private static final Device.Crypt CRYPT = new Device.Crypt("backups");

    @TempDir
    Path directory;

    private FakeHost host;
    private Device.Mount mount;
    private Devices devices;

    @BeforeEach
    void prepare() throws IOException {
        Path real = directory.toRealPath();
        host = new FakeHost(real).withDisk("backups", real.resolve("mnt"));
        mount = new Device.Mount(real.resolve("mnt"));
        devices = host.devices();
    }

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
    void waitsWhileSomebodyKeepsItBusyAndSaysWhoThen() {
        DeviceHold mounted = held(mountOnly());
        host.write("busy", "");
        assertThat(release(mounted)).isInstanceOfSatisfying(Released.Left.class, left -> {
            assertThat(left.busy()).isTrue();
            assertThat(left.message()).contains("target is busy").contains("no process can be seen");
            assertThat(left.exitCode()).isEqualTo(32);
        });
        assertThat(host.calls().stream().filter(call -> call.startsWith("umount")))
                .hasSizeGreaterThan(1);
        host.delete("busy");
        assertThat(release(held(mount))).isInstanceOf(Released.Undone.class);
        assertThat(host.records()).isEmpty();
    }

    @Test
    void aRunThatWantsTheDeviceWhileAnotherWaitsToUndoItGetsIt() throws Exception {
        Devices patient = new Devices(
                host.runner(),
                new DeviceSettings(host.paths, host.root.resolve("run"), true, Duration.ofSeconds(30), Duration.ZERO));
        DeviceHold mounted = hold(patient.acquire(mountOnly(), false, CommandOutput.IGNORE, StopSignal.NEVER));
        host.write("busy", "");
        var release = CompletableFuture.supplyAsync(() -> release(mounted));
        while (!host.calls().contains("umount " + mount.text())) {
            Thread.sleep(10);
        }
        DeviceHold second = held(mount);
        assertThat(release.get()).isEqualTo(new Released.StillUsed());
        host.delete("busy");
        assertThat(release(second)).isInstanceOf(Released.Undone.class);
    }

    @Test
    void whoeverIsInAHurryTriesOnce() {
        DeviceHold mounted = held(mountOnly());
        host.write("busy", "");
        RequestedStop hurry = new RequestedStop();
        hurry.request();
        assertThat(mounted.release(CommandOutput.IGNORE, hurry)).get().isInstanceOf(Released.Left.class);
        assertThat(host.calls().stream().filter(call -> call.startsWith("umount")))
                .hasSize(1);
        host.delete("busy");
        assertThat(devices.undoLeftovers()).isEmpty();
    }

    @Test
    void anUnlockedDeviceThatIsMountedElsewhereSaysWhere() {
        DeviceHold unlocked = held(CRYPT);
        run("mount", mount.text());
        assertThat(release(unlocked))
                .isInstanceOfSatisfying(
                        Released.Left.class, left -> assertThat(left.message()).contains("mounted at " + mount.text()));
    }

    @Test
    void whatFailsLeavesNoRecord() {
        host.write("fail-mount", "");
        assertThat(devices.acquire(mountOnly(), false, CommandOutput.IGNORE, StopSignal.NEVER))
                .isInstanceOfSatisfying(Acquired.Failed.class, failed -> {
                    assertThat(failed.message()).contains("exit code 32").contains("wrong fs type");
                    assertThat(failed.exitCode()).isEqualTo(32);
                });
        assertThat(host.records()).isEmpty();
        host.delete("fail-mount");
        release(held(mount));
    }

    @Test
    void aStopEndsAMountAndLeavesNothing() throws Exception {
        host.write("slow-mount", "");
        RequestedStop stop = new RequestedStop();
        var acquired =
                CompletableFuture.supplyAsync(() -> devices.acquire(mountOnly(), false, CommandOutput.IGNORE, stop));
        while (host.calls().isEmpty()) {
            Thread.sleep(10);
        }
        stop.request();
        assertThat(acquired.get()).isEqualTo(new Acquired.Stopped());
        assertThat(host.records()).isEmpty();
        assertThat(devices.look(mount).up()).isFalse();
    }

    @Test
    void aStopDoesNotWaitForAnotherOneAtTheSameDevice() throws Exception {
        host.write("slow-mount", "");
        RequestedStop first = new RequestedStop();
        var mounting =
                CompletableFuture.supplyAsync(() -> devices.acquire(mountOnly(), false, CommandOutput.IGNORE, first));
        while (host.calls().isEmpty()) {
            Thread.sleep(10);
        }
        RequestedStop second = new RequestedStop();
        var waiting = CompletableFuture.supplyAsync(() -> devices.acquire(mount, false, CommandOutput.IGNORE, second));
        second.request();
        assertThat(waiting.get()).isEqualTo(new Acquired.Stopped());
        first.request();
        assertThat(mounting.get()).isEqualTo(new Acquired.Stopped());
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

    private Device.Mount mountOnly() {
        host.append("mapper/backups", "");
        return mount;
    }

    private void run(String... argv) {
        assertThat(host.runner().run(Command.of(argv)).succeeded()).isTrue();
    }

    private DeviceHold held(Device device) {
        return hold(devices.acquire(device, false, CommandOutput.IGNORE, StopSignal.NEVER));
    }

    private static DeviceHold hold(Acquired acquired) {
        assertThat(acquired).isInstanceOf(Acquired.Held.class);
        return ((Acquired.Held) acquired).hold();
    }

    private static Released release(DeviceHold hold) {
        return hold.release(CommandOutput.IGNORE, StopSignal.NEVER).orElseThrow();
    }
}
