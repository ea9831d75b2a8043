package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices over a host of scripts. */
@Timeout(60)
abstract class OnAHostOfScripts {
    static final Device.Crypt CRYPT = new Device.Crypt("backups");

    @TempDir
    Path directory;

    FakeHost host;
    Device.Mount mount;
    Devices devices;

    @BeforeEach
    void prepare() throws IOException {
        Path real = directory.toRealPath();
        host = new FakeHost(real).withDisk("backups", real.resolve("mnt"));
        mount = new Device.Mount(real.resolve("mnt"));
        devices = host.devices();
    }

    Device.Mount mountOnly() {
        host.append("mapper/backups", "");
        return mount;
    }

    void run(String... argv) {
        assertThat(host.runner().run(Command.of(argv)).succeeded()).isTrue();
    }

    DeviceHold held(Device device) {
        return hold(devices.acquire(device, false, CommandOutput.IGNORE, StopSignal.NEVER));
    }

    static DeviceHold hold(Acquired acquired) {
        assertThat(acquired).isInstanceOf(Acquired.Held.class);
        return ((Acquired.Held) acquired).hold();
    }

    static Released release(DeviceHold hold) {
        return hold.release(CommandOutput.IGNORE, StopSignal.NEVER).orElseThrow();
    }
}
