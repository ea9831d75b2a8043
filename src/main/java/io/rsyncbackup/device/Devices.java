package io.rsyncbackup.device;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices under destinations, shared by all runs of all servers of this host: the first that needs one has it unlocked
 * or mounted, the last one has that undone. What was there before is left alone. Safe for use by several threads.
 */
public final class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final DeviceSettings settings;
    private final DeviceFiles files;
    private final DeviceLocks locks;
    private final DeviceRecords records;
    private final Programs programs;
    private final Undoing undoing;

    public Devices(CommandRunner runner, DeviceSettings settings) {
        this.settings = settings;
        this.files = new DeviceFiles(settings.host().disks(), runner);
        String mountNamespace = HostFile.link(settings.host().mountNamespace());
        this.locks = new DeviceLocks(settings.locks(), mountNamespace);
        this.records = new DeviceRecords(settings.locks(), mountNamespace);
        this.programs = new Programs(runner, settings.root());
        this.undoing = new Undoing(settings, locks, records, programs, this::kind);
    }

    /**
     * Has a device unlocked or mounted, unless it is. What lies below it must be acquired first.
     *
     * @param sudo whether the programs get sudo in front when the server is not root
     * @param output receives what the programs print
     * @param stop checked before and after unlocking, which is not broken off; ends a mount
     */
    public Acquired acquire(Device device, boolean sudo, CommandOutput output, StopSignal stop) {
        try {
            Optional<DeviceLocks.Guard> guard = locks.enter(device, stop);
            if (guard.isEmpty()) {
                return new Acquired.Stopped();
            }
            try (DeviceLocks.Guard held = guard.get()) {
                held.use();
                boolean kept = false;
                try {
                    Acquired acquired = acquireGuarded(device, sudo, output, stop);
                    kept = acquired instanceof Acquired.Held;
                    return acquired;
                } finally {
                    if (!kept) {
                        held.unuse();
                    }
                }
            }
        } catch (DeviceException e) {
            return refusal(e);
        }
    }

    private Acquired acquireGuarded(Device device, boolean sudo, CommandOutput output, StopSignal stop) {
        DeviceKind kind = kind(device);
        Optional<Mark> there = kind.now();
        if (there.isPresent()) {
            boolean ours = undoing.isOurs(device, there.get());
            return held(
                    device,
                    ours,
                    device.text() + (ours ? " is there for another run already" : " was there already"),
                    null);
        }
        requireSettled(kind, device, stop);
        if (stop.requested()) {
            return new Acquired.Stopped();
        }
        DeviceRecord intent = new DeviceRecord(device, undoing.boot(), sudo, null);
        records.write(intent);
        StopSignal patience = device instanceof Device.Crypt ? StopSignal.NEVER : stop;
        Programs.Ending ending;
        try {
            ending = programs.first(kind.up(), sudo, output, patience);
        } catch (DeviceException e) {
            records.remove(device);
            throw e;
        }
        Optional<Mark> made = kind.now();
        if (made.isEmpty()) {
            records.remove(device);
            return ending.stopped()
                    ? new Acquired.Stopped()
                    : new Acquired.Failed(
                            ending.succeeded()
                                    ? ending.text() + ", yet " + device.text() + " is not there"
                                    : ending.text(),
                            ending.command(),
                            ending.exitCode());
        }
        records.write(intent.with(made.get()));
        if (ending.succeeded() && !stop.requested()) {
            return held(device, true, device.text() + " is there now", ending);
        }
        undoing.undoOnce(device, sudo, output);
        return ending.succeeded() || ending.stopped()
                ? new Acquired.Stopped()
                : new Acquired.Failed(ending.text(), ending.command(), ending.exitCode());
    }

    /** A file system's device appears a moment after its encrypted device was unlocked. */
    private void requireSettled(DeviceKind kind, Device device, StopSignal stop) {
        long began = System.nanoTime();
        while (true) {
            try {
                kind.require();
                return;
            } catch (DeviceException e) {
                boolean late = System.nanoTime() - began >= settings.settle().toNanos();
                if (!e.missing() || device instanceof Device.Crypt || late || stop.requested()) {
                    throw e;
                }
                Pauses.shortly();
            }
        }
    }

    private Acquired held(Device device, boolean temporary, String message, Programs.@Nullable Ending ending) {
        return new Acquired.Held(
                new DeviceHold(this, device, temporary),
                message,
                ending == null ? null : ending.command(),
                ending == null ? null : ending.exitCode());
    }

    Released release(Device device, CommandOutput output, StopSignal hurry) {
        try {
            return undoing.release(device, output, hurry);
        } catch (DeviceException e) {
            return new Released.Left(String.valueOf(e.getMessage()), false, null, null);
        }
    }

    /** Looks at a device and changes nothing. */
    public DeviceLook look(Device device) {
        DeviceKind kind = kind(device);
        try {
            if (kind.now().isPresent()) {
                return new DeviceLook(device, true, true, false, device.text() + done(device));
            }
            kind.require();
            return new DeviceLook(
                    device,
                    false,
                    true,
                    false,
                    device.text() + " is there, not" + done(device).substring(3));
        } catch (DeviceException e) {
            return new DeviceLook(device, false, false, e.missing(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Why a path is not on what is mounted there, though it lies below it by its name: another file system is mounted in
     * between, or a link leads elsewhere.
     *
     * @return empty when all is well
     */
    public Optional<String> stray(Device.Mount mount, Path path) {
        return new MountKind(mount, settings.host(), files).stray(path);
    }

    private static String done(Device device) {
        return switch (device) {
            case Device.Crypt crypt -> " is unlocked";
            case Device.Mount mount -> " is mounted";
        };
    }

    /**
     * Undoes what servers of this host that died had done and no run needs; called at the start of a server, after the
     * processes it had left were ended.
     *
     * @return a text about each device that could not be undone
     */
    public List<String> undoLeftovers() {
        Comparator<DeviceRecord> mountsFirst = Comparator.comparing(left -> switch (left.device()) {
            case Device.Mount mount -> -mount.directory().getNameCount();
            case Device.Crypt crypt -> 0;
        });
        return records.all().stream()
                .sorted(mountsFirst)
                .flatMap(left -> undo(left.device()).stream())
                .toList();
    }

    private Optional<String> undo(Device device) {
        try {
            Released released = undoing.undoLeftover(device);
            if (released instanceof Released.Undone undone) {
                LOG.info("a server that died had left {} behind: {}", device.text(), undone.command());
            }
            return released instanceof Released.Left left ? Optional.of(left.message()) : Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private DeviceKind kind(Device device) {
        return switch (device) {
            case Device.Crypt crypt -> new CryptKind(crypt, settings.host(), files);
            case Device.Mount mount -> new MountKind(mount, settings.host(), files);
        };
    }

    private static Acquired refusal(DeviceException e) {
        String message = String.valueOf(e.getMessage());
        return e.missing() ? new Acquired.Missing(message) : new Acquired.Failed(message, null, null);
    }
}
