package io.rsyncbackup.machine;

import io.rsyncbackup.network.FreePort;
import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Debian that can be started, talked to, given disks, and have its power cut. */
final class VirtualMachine implements AutoCloseable {
    private final MachineImages images;
    private final Path directory;
    private final VirtualDisk root;
    private final List<VirtualDisk> made = new ArrayList<>();
    private final Set<VirtualDisk> disks = new LinkedHashSet<>();
    private final long created = System.nanoTime();
    private Duration used = Duration.ZERO;
    private @Nullable Qemu qemu;
    private @Nullable Monitor monitor;
    private @Nullable GuestShell shell;

    /**
     * A new one, off.
     *
     * @param name of its directory below {@code target/machine}, where its logs stay
     */
    VirtualMachine(MachineImages images, String name) {
        this.images = images;
        directory = MachineImages.TARGET.resolve(name);
        var image = directory.resolve("root.img");
        try {
            if (Files.exists(directory)) {
                try (var old = Files.walk(directory)) {
                    for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(directory);
            Shell.run(
                    "cp --sparse=always --reflink=auto \"$1\" \"$2\"",
                    images.base().resolve("root.img"),
                    image);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        root = new VirtualDisk("ROOT", image);
        made.add(root);
    }

    /** Starts and waits until its shell answers. */
    VirtualMachine start() {
        try {
            var ofQemu = new Monitor();
            monitor = ofQemu;
            var ofGuest = new GuestShell(directory.resolve("shell.log"));
            shell = ofGuest;
            qemu = new Qemu(images, root, directory, ofQemu.port(), ofGuest.port());
            ofQemu.connect();
            disks.forEach(disk -> disk.plugInto(ofQemu));
            ofQemu.execute("cont", Map.of());
            ofGuest.connect();
            // its shell answers early: udev may not have seen them yet
            disks.forEach(this::awaitDeviceFile);
            say("machine is up");
            return this;
        } catch (IOException failure) {
            close();
            throw new UncheckedIOException("see the logs in " + directory, failure);
        }
    }

    GuestShell shell() {
        return java.util.Objects.requireNonNull(shell, "the machine is off");
    }

    Path directory() {
        return directory;
    }

    /** A new, empty disk that is not plugged in. */
    VirtualDisk makeDisk(String name, long megabytes) {
        var disk = VirtualDisk.make(name, directory.resolve(name + ".img"), megabytes);
        made.add(disk);
        return disk;
    }

    /** Returns when its device file is there, which it may be already. */
    void plugIn(VirtualDisk disk) {
        boolean isNew = disks.add(disk);
        if (isNew && monitor != null) {
            disk.plugInto(monitor);
            awaitDeviceFile(disk);
        }
    }

    private void awaitDeviceFile(VirtualDisk disk) {
        shell().run("for try in {1..600}; do [ -e \"$1\" ] && exit; sleep 0.1; done; exit 1", disk.device());
    }

    /** Whatever is going on. */
    void pullOut(VirtualDisk disk) {
        disks.remove(disk);
        if (monitor != null) {
            disk.pullOutOf(monitor);
            shell().run("for try in {1..600}; do [ -e \"$1\" ] || exit 0; sleep 0.1; done; exit 1", disk.device());
        }
    }

    /** Answers a port of this host that leads to that one of the machine, until it is off. */
    int forward(int guestPort) {
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.find();
            var answer = java.util.Objects.requireNonNull(monitor, "the machine is off")
                    .human("hostfwd_add network tcp:127.0.0.1:" + port + "-10.0.2.15:" + guestPort);
            if (answer.isEmpty()) {
                return port;
            }
            if (attempt == 5) {
                throw new IllegalStateException(answer);
            }
        }
    }

    /** What was not flushed to a disk by now is lost, or some of it; answers how many blocks of 4096 bytes. */
    int powerCut() {
        off();
        long seed = System.nanoTime();
        var random = new Random(seed);
        int lost = made.stream().mapToInt(disk -> disk.losePower(random)).sum();
        say("power cut, " + lost + " blocks lost, seed " + seed);
        return lost;
    }

    /** In good order. */
    void shutDown() {
        shell().run("(sleep 1; systemctl poweroff) </dev/null >/dev/null 2>&1 &");
        if (qemu != null && !qemu.awaitEnd(120)) {
            throw new AssertionError("the machine does not shut down; see the logs in " + directory);
        }
        off();
    }

    /** Puts a line with the time, and of that the processor's, into the output of the tests: one sees where it goes. */
    void say(String text) {
        System.out.printf(
                "%s, %3d s (%d s): %s%n",
                directory.getFileName(),
                (System.nanoTime() - created) / 1_000_000_000,
                used.plus(qemu == null ? Duration.ZERO : qemu.used()).toSeconds(),
                text);
    }

    @Override
    public void close() {
        off();
        made.forEach(VirtualDisk::close);
        // the logs stay
        for (var file : java.util.Objects.requireNonNullElse(directory.toFile().listFiles(), new java.io.File[0])) {
            if (file.getName().endsWith(".img")) {
                file.delete();
            }
        }
    }

    static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void off() {
        if (qemu != null) {
            used = used.plus(qemu.used());
            qemu.cutPower();
            qemu = null;
        }
        if (monitor != null) {
            monitor.close();
            monitor = null;
        }
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }
}
