package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A disk with LUKS and ext4, in the machine's crypttab and fstab, as an administrator sets it up. */
final class EncryptedDisk {
    private static final String RECORD = "find START -printf '%p %y %m %U:%G %T@ %l\\n' | sort;"
            + " find START -type f -print0 | sort -z | xargs -0 -r sha256sum";

    private final VirtualMachine machine;
    private final VirtualDisk disk;
    private final String name;

    /**
     * @param disk plugged in, empty
     * @param name in crypttab, and of its mount point below {@code /mnt}
     */
    EncryptedDisk(VirtualMachine machine, VirtualDisk disk, String name) {
        this.machine = machine;
        this.disk = disk;
        this.name = name;
    }

    /** By the commands of the README, word for word. */
    EncryptedDisk setUp() {
        machine.shell().run(Readme.commands("luksFormat").replace("/dev/sdX", disk.device()));
        machine.shell().run("""
                head -c 64 /dev/urandom >/etc/keys/wrong
                cryptsetup config --label "label-$2" "$1"
                udevadm settle
                sync
                """, disk.device(), name);
        return this;
    }

    /** Puts it into crypttab in place of what was there. */
    void entry(String source, String key) {
        machine.shell()
                .run(
                        "sed -i \"/^$1 /d\" /etc/crypttab; echo \"$1 $2 $3 luks,noauto\" >>/etc/crypttab; sync",
                        name,
                        source,
                        key);
    }

    VirtualDisk disk() {
        return disk;
    }

    String mountPoint() {
        return "/mnt/" + name;
    }

    void unlock() {
        machine.shell().run("cryptdisks_start \"$1\"", name);
    }

    void mount() {
        machine.shell().run("mount \"$1\"", mountPoint());
    }

    void unmount() {
        machine.shell().run("umount \"$1\"", mountPoint());
    }

    void lock() {
        machine.shell().run("cryptdisks_stop \"$1\"", name);
    }

    boolean isMounted() {
        return machine.shell().attempt("mountpoint -q \"$1\"", mountPoint()).exitCode() == 0;
    }

    boolean isUnlocked() {
        return machine.shell().attempt("[ -e \"/dev/mapper/$1\" ]", name).exitCode() == 0;
    }

    void assertNothingIsLeft() {
        assertThat(isMounted()).as("mounted").isFalse();
        assertThat(isUnlocked()).as("unlocked").isFalse();
        // half unlocked devices, mounts elsewhere
        assertThat(machine.shell().run("dmsetup ls | grep -v '^No devices' || true"))
                .isEmpty();
    }

    /** Brings it back to how it was set up, whatever a test left. */
    void tidyUp() {
        machine.plugIn(disk);
        machine.shell().attempt("""
                # of what is no mount point, fuser would take the whole root file system
                while mountpoint -q "$2"; do fuser -ks -M -m "$2" || true; umount "$2" || sleep 0.2; done
                [ ! -e "/dev/mapper/$1" ] || cryptdisks_stop "$1"
                """, name, mountPoint());
    }

    /** Output of a script while it is mounted by hand, by the shortest way; {@code $1} is the mount point. */
    String look(String script) {
        return machine.shell().run("""
                        cryptsetup open --type luks --key-file "/etc/keys/$2" "$3" look
                        trap 'cd /; umount "$1"; cryptsetup close look' EXIT
                        mount /dev/mapper/look "$1"
                        bash -euc "$4" bash "$1"
                        """, mountPoint(), name, disk.device(), script);
    }

    /** All that a backup must keep of a directory on it, as text. */
    String recordOf(String directory) {
        return look("cd \"$1/" + directory + "\"; " + RECORD.replace("START", "."));
    }

    /** Each dated directory of a destination with all that is in it; empty when there is none. */
    String snapshots(String plan) {
        return look("cd \"$1/" + plan + "\" 2>/dev/null && ls -d [0-9]* >/dev/null 2>&1 || exit 0; "
                + RECORD.replace("START", "[0-9]*"));
    }

    /** Names below the directory of the server's own where snapshots are built. */
    List<String> incomplete(String plan) {
        return look("ls -A \"$1/" + plan + "/.rsync-backup/incomplete\" 2>/dev/null || true")
                .lines()
                .toList();
    }

    /** All that a backup must keep of a directory, as text. */
    static String record(GuestShell shell, String directory) {
        return shell.run("cd \"$1\" && " + RECORD.replace("START", "."), directory);
    }
}
