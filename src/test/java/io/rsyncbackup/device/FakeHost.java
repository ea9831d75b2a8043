package io.rsyncbackup.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host whose programs are scripts: strict about their arguments, with their state in a directory, where a test can read
 * and change it. What is mounted and unlocked they tell in files like the kernel's.
 */
public final class FakeHost {
    public final Path root;
    public final HostPaths paths;
    private final FakePaths host;
    private final Path programs;
    private final LocalCommandRunner real = new LocalCommandRunner("fake-host-" + System.nanoTime());

    public FakeHost(Path directory) {
        root = directory;
        host = new FakePaths(directory);
        paths = host.paths();
        programs = make(directory.resolve("bin"));
        List.of("block", "mapper", "disk/by-uuid", "proc").forEach(name -> make(directory.resolve(name)));
        List.of("crypttab", "fstab", "calls").forEach(name -> write(name, ""));
        write("mountinfo", "1 0 254:0 / / rw - ext4 /dev/root rw\n");
        write("boot_id", "boot-one\n");
        write("start", "set -e\n" + START);
        write("stop", "set -e\n" + STOP);
        program("cryptdisks_start", "exec sh ./start \"$@\"\n");
        program("cryptdisks_stop", "exec sh ./stop \"$@\"\n");
        program("cryptsetup", CRYPTSETUP);
        program("mount", MOUNT);
        program("umount", UNMOUNT);
        program("sudo", SUDO);
        program("blkid", "exit 2\n");
    }

    private static final String START = """
            [ $# = 1 ] || { echo "usage: cryptdisks_start <name>"; exit 1; }
            [ ! -e fail-start ] || { echo "$1: failed"; exit 1; }
            grep -q "^$1 " crypttab || { echo "$1: failed, not found in crypttab"; exit 1; }
            [ ! -e mapper/$1 ] || exit 0
            number=$(ls block | wc -l)
            mkdir -p block/dm-$number/dm
            echo "$1" >block/dm-$number/dm/name
            echo "CRYPT-LUKS2-$$-$1" >block/dm-$number/dm/uuid
            echo "253:$number" >block/dm-$number/dev
            echo made >mapper/$1
            """;
    private static final String STOP = """
            [ $# = 1 ] || exit 1
            [ -e mapper/$1 ] || exit 0
            for device in block/dm-*; do
                [ "$(cat $device/dm/name)" = "$1" ] || continue
                ! grep -q " $(cat $device/dev) " mountinfo || { echo "$1: busy"; exit 1; }
                [ ! -e busy-crypt ] || { echo "$1: busy"; exit 1; }
                rm -r $device mapper/$1
            done
            """;
    private static final String CRYPTSETUP = """
            case "$1" in
            close) [ $# = 2 ] || exit 1; exec sh ./stop "$2" ;;
            open)
                for name; do :; done
                exec sh ./start "$name" ;;
            *) exit 1 ;;
            esac
            """;
    private static final String MOUNT = """
            [ $# = 1 ] || { echo "mount: bad usage" >&2; exit 1; }
            [ ! -e slow-mount ] || sleep 30
            [ ! -e fail-mount ] || { echo "mount: $1: wrong fs type" >&2; exit 32; }
            grep -q " $1 " fstab || { echo "mount: $1: can't find in /etc/fstab." >&2; exit 1; }
            ! grep -q " $1 rw" mountinfo || { echo "mount: $1: already mounted" >&2; exit 32; }
            number=$(($(cat mounts 2>/dev/null || echo 100) + 1))
            echo $number >mounts
            device=7:$number
            source=$(sed -n "s,^\\([^ ]*\\) $1 .*,\\1,p" fstab)
            for mapped in block/dm-*; do
                [ -e $mapped ] && [ "$source" = "$PWD/mapper/$(cat $mapped/dm/name)" ] && device=$(cat $mapped/dev)
            done
            [ ! -d "$1.away" ] || { rmdir "$1" && mv "$1.away" "$1"; } || exit 32
            echo "$number 1 $device / $1 rw - ext4 $source rw" >>mountinfo
            """;
    private static final String UNMOUNT = """
            [ $# = 1 ] || { echo "umount: bad usage" >&2; exit 1; }
            [ ! -e busy ] || { echo "umount: $1: target is busy." >&2; exit 32; }
            grep -q " $1 rw" mountinfo || { echo "umount: $1: not mounted." >&2; exit 32; }
            grep -v " $1 rw" mountinfo >mountinfo.new
            [ ! -e swapped ] || { mv "$1" "$1.away" && mkdir "$1"; } || exit 32
            cat mountinfo.new >mountinfo
            """;
    private static final String SUDO = """
            [ "$1 $2" = "-n --" ] || exit 1
            shift 2
            command -v "$1" >/dev/null || { echo "sudo: $1: command not found" >&2; exit 1; }
            exec "$@"
            """;

    private void program(String name, String script) {
        Path file = programs.resolve(name);
        write("bin/" + name, "#!/bin/sh\ncd " + root + "\necho \"" + name + " $*\" >>calls\n" + script);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FakeHost without(String... names) {
        Stream.of(names).forEach(name -> delete("bin/" + name));
        return this;
    }

    /** A disk with an encrypted file system, plugged in. */
    public FakeHost withDisk(String name, Path mountPoint) {
        write("disk/by-uuid/" + name, "");
        append("crypttab", name + " UUID=" + name + " /etc/keys/" + name + " luks,noauto\n");
        append("fstab", paths.mapper().resolve(name) + " " + mountPoint + " ext4 noauto 0 0\n");
        make(mountPoint);
        return this;
    }

    public CommandRunner runner() {
        return (command, output, stop) -> real.run(host.here(command), output, stop);
    }

    public DeviceSettings settings() {
        return new DeviceSettings(paths, root.resolve("run"), true, Duration.ofMillis(700), Duration.ofMillis(300));
    }

    public Devices devices() {
        return new Devices(runner(), settings());
    }

    /** Where nothing of what is mounted here can be seen; what is unlocked can. */
    Devices inAnotherMountNamespace() throws IOException {
        Path namespace = Files.createSymbolicLink(root.resolve("another"), Path.of("mnt:[2]"));
        HostPaths elsewhere = new HostPaths(
                paths.crypttab(),
                paths.fstab(),
                write("elsewhere", "1 0 254:0 / / rw - ext4 /dev/root rw\n"),
                paths.bootId(),
                paths.sysBlock(),
                paths.mapper(),
                paths.disks(),
                paths.proc(),
                namespace);
        DeviceSettings here = settings();
        return new Devices(
                runner(), new DeviceSettings(elsewhere, here.locks(), here.root(), here.busyWait(), here.settle()));
    }

    /** What was run, each as {@code mount /mnt/disk}; those that only look are left out. */
    public List<String> calls() {
        return read("calls").lines().filter(call -> !call.startsWith("blkid")).toList();
    }

    public Path write(String name, String content) {
        try {
            return Files.writeString(root.resolve(name), content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void append(String name, String content) {
        try {
            Files.writeString(root.resolve(name), content, UTF_8, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String name) {
        try {
            Files.delete(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String name) {
        try {
            return Files.readString(root.resolve(name), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the locks, which stay. */
    public List<String> records() {
        return HostFile.entries(root.resolve("run"), "*.json").stream()
                .map(Path::toString)
                .toList();
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
