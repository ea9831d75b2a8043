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

    EncryptedDisk setUp() {
        machine.shell().run("""
                umask 077
                mkdir -p /etc/keys "/mnt/$2"
                head -c 64 /dev/urandom >"/etc/keys/$2"
                head -c 64 /dev/urandom >/etc/keys/wrong
                cryptsetup luksFormat --batch-mode --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --label "label-$2" \
                    --key-file "/etc/keys/$2" "$1"
                echo "/dev/mapper/$2 /mnt/$2 ext4 noauto,nofail 0 0" >>/etc/fstab
                """, disk.device(), name);
        entry("UUID=" + machine.shell().run("cryptsetup luksUUID \"$1\"", disk.device()), "/etc/keys/" + name);
        machine.shell().run("""
                cryptdisks_start "$1"
                mkfs.ext4 -q "/dev/mapper/$1"
                cryptdisks_stop "$1"
                sync
                """, name);
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

    /** Output of a script while it is mounted by hand; {@code $1} is the mount point. */
    String look(String script) {
        unlock();
        mount();
        try {
            return machine.shell().run(script, mountPoint());
        } finally {
            unmount();
            lock();
        }
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
