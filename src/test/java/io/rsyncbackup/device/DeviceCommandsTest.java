package io.rsyncbackup.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCommandsTest {
    private static final Device.Crypt DISK = new Device.Crypt("backups");
    private static final Device.Mount MOUNT = new Device.Mount(Path.of("/mnt/my disk"));

    @Test
    void namesTheDeviceAndNothingElse() {
        assertThat(DeviceCommands.cryptdisksStart(DISK)).containsExactly("cryptdisks_start", "backups");
        assertThat(DeviceCommands.cryptdisksStop(DISK)).containsExactly("cryptdisks_stop", "backups");
        assertThat(DeviceCommands.close("backups")).containsExactly("cryptsetup", "close", "backups");
        assertThat(DeviceCommands.mount(MOUNT)).containsExactly("mount", "/mnt/my disk");
        assertThat(DeviceCommands.unmount(MOUNT)).containsExactly("umount", "/mnt/my disk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "luks,noauto,nofail,tries=3,x-systemd.device-timeout=5|luks|",
                "noauto|luks|",
                "luks,readonly|luks|--readonly",
                "luks,read-only,discard|luks|--readonly --allow-discards",
                "luks,keyfile-offset=512,keyfile-size=64|luks|--keyfile-offset 512 --keyfile-size 64",
                "luks,keyslot=2|luks|--key-slot 2",
                "luks,key-slot=3|luks|--key-slot 3",
                "luks,header=/boot/h|luks|--header /boot/h",
                "luks,cipher=aes,size=256,hash=sha256|luks|",
                "plain,cipher=aes-xts-plain64,size=256,hash=sha256|plain|"
                        + "--cipher aes-xts-plain64 --key-size 256 --hash sha256",
                "plain,offset=8,skip=16|plain|--offset 8 --skip 16",
            })
    void translatesTheOptionsOfTheEntry(String options, String type, String expected) {
        List<String> argv = DeviceCommands.open(entry("/etc/k", options), Path.of("/dev/disk/by-uuid/ab"));
        assertThat(String.join(" ", argv))
                .isEqualTo("cryptsetup open --type " + type + " --key-file /etc/k "
                        + (expected == null ? "" : expected + " ") + "-- /dev/disk/by-uuid/ab backups");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcrypt",
                "tpm2-device=auto",
                "check=ext4",
                "keyslot=-1",
                "keyslot",
                "header=relative",
                "keyfile-size=1x",
                "plain,cipher=",
                "plain,cipher=--dump-master-key",
                "--batch-mode",
            })
    void refusesWhatItCannotTranslate(String options) {
        assertThatThrownBy(() -> DeviceCommands.open(entry("/etc/k", options), Path.of("/dev/b")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("line 1 of crypttab")
                .hasMessageContaining("option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a/b", "a b", ".", "..", "a\nb", "a\\b", "ä"})
    void aNameThatCouldBeAnythingElseIsNoDevice(String name) {
        assertThatThrownBy(() -> new Device.Crypt(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDirectoryThatIsNotAbsoluteIsNoDevice() {
        assertThatThrownBy(() -> new Device.Mount(Path.of("mnt"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Device.Mount(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachDeviceHasFilesOfItsOwn() {
        assertThat(List.of(
                        new Device.Mount(Path.of("/mnt/a b")).fileName(""),
                        new Device.Mount(Path.of("/mnt/a_b")).fileName(""),
                        new Device.Mount(Path.of("/mnt/a/b")).fileName(""),
                        new Device.Crypt("_mnt_a_b").fileName("")))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[A-Za-z0-9._-]{1,100}"));
    }

    @Test
    void whatIsMountedHasOtherFilesInAnotherMountNamespaceAndWhatIsUnlockedHasNot() {
        Device mount = new Device.Mount(Path.of("/mnt/a"));
        Device crypt = new Device.Crypt("a");
        assertThat(mount.fileName("mnt:[1]")).isNotEqualTo(mount.fileName("mnt:[2]"));
        assertThat(crypt.fileName("mnt:[1]")).isEqualTo(crypt.fileName("mnt:[2]"));
    }

    private static Crypttab.Entry entry(String key, String options) {
        return Crypttab.parse(("backups UUID=ab " + key + " " + options).getBytes(UTF_8))
                .find("backups")
                .orElseThrow();
    }
}
