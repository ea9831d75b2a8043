package io.rsyncbackup.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can never work is said before anything runs. */
class RefusedDevicesTest {
    @TempDir
    Path directory;

    private FakeHost host;

    @BeforeEach
    void prepare() throws IOException {
        host = new FakeHost(directory.toRealPath());
        host.write("disk/by-uuid/b", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b UUID=b none luks|nobody can: make a key file",
                "b UUID=b - luks|nobody can: make a key file",
                "b UUID=b|nobody can: make a key file",
                "b|names no device",
                "b UUID=b /dev/urandom swap|would destroy backups",
                "b UUID=b /dev/urandom plain|would destroy backups",
                "b UUID=b /etc/k tmp=ext4|would destroy backups",
                "b server:/x /etc/k luks|source must be a path",
                "c UUID=b /etc/k luks|has no entry b",
            })
    void refusesAnEntryOfCrypttabThatCannotWork(String line, String reason) {
        host.write("crypttab", line + "\n");
        assertThat(failure(new Device.Crypt("b"))).contains(reason).contains("crypttab");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aKeyScriptNeedsNoKeyFileButCryptdisks() {
        host.write("crypttab", "b UUID=b none luks,keyscript=decrypt_keyctl\n");
        assertThat(host.devices().acquire(new Device.Crypt("b"), false, CommandOutput.IGNORE, StopSignal.NEVER))
                .isInstanceOfSatisfying(Acquired.Held.class, held -> held.hold().close());
        host.without("cryptdisks_start");
        assertThat(failure(new Device.Crypt("b"))).contains("key script").contains("cryptdisks_start");
        assertThat(host.records()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# nothing|has no entry for",
                "UUID=b DIR fuse.sshfs noauto|lives in a process",
                "UUID=b DIR ntfs-3g noauto|lives in a process",
            })
    void refusesAnEntryOfFstabThatCannotWork(String line, String reason) throws IOException {
        Path mountPoint = Files.createDirectory(host.root.resolve("mnt"));
        host.write("fstab", line.replace("DIR", mountPoint.toString()) + "\n");
        assertThat(failure(new Device.Mount(mountPoint))).contains(reason).contains("fstab");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void refusesAMountPointThatIsNoDirectory() {
        host.write("fstab", "UUID=b " + host.root.resolve("mnt") + " ext4\n");
        assertThat(failure(new Device.Mount(host.root.resolve("mnt")))).contains("mkdir");
    }

    @Test
    void whatNeedsNoDeviceFileIsNotMissing() throws IOException {
        Path mountPoint = Files.createDirectory(host.root.resolve("mnt"));
        host.write("fstab", "nas:/export " + mountPoint + " nfs noauto\n");
        assertThat(host.devices().look(new Device.Mount(mountPoint)).usable()).isTrue();
    }

    private String failure(Device device) {
        Acquired acquired = host.devices().acquire(device, false, CommandOutput.IGNORE, StopSignal.NEVER);
        assertThat(acquired).isInstanceOf(Acquired.Failed.class);
        return ((Acquired.Failed) acquired).message();
    }
}
