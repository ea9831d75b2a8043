package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What somebody keeps busy, what fails, and what is stopped. */
class BusyDevicesTest extends OnAHostOfScripts {
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
}
