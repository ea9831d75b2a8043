package io.rsyncbackup.device;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Locks and unmounts what servers of this host had unlocked and mounted, when nobody uses it any more. */
final class Undoing {
    private final DeviceSettings settings;
    private final DeviceLocks locks;
    private final DeviceRecords records;
    private final Programs programs;
    private final Function<Device, DeviceKind> kinds;

    Undoing(
            DeviceSettings settings,
            DeviceLocks locks,
            DeviceRecords records,
            Programs programs,
            Function<Device, DeviceKind> kinds) {
        this.settings = settings;
        this.locks = locks;
        this.records = records;
        this.programs = programs;
        this.kinds = kinds;
    }

    /** In the guard: whether a server of this host made what is there. A record of something else is removed. */
    boolean isOurs(Device device, Mark now) {
        Optional<DeviceRecord> found = records.find(device);
        boolean ours = found.isPresent() && found.get().matches(boot(), now);
        if (!ours) {
            records.remove(device);
        }
        return ours;
    }

    Released release(Device device, CommandOutput output, StopSignal hurry) {
        Optional<DeviceLocks.Guard> guard = locks.enter(device, StopSignal.NEVER);
        if (guard.isEmpty()) {
            return interrupted(device);
        }
        try (DeviceLocks.Guard held = guard.get()) {
            held.unuse();
        }
        return untilDone(device, output, hurry, settings.busyWait().toNanos());
    }

    /** Tries once. */
    Released undoLeftover(Device device) {
        return untilDone(device, CommandOutput.IGNORE, StopSignal.NEVER, 0);
    }

    /** The guard is free in between, so that a run that wants the device meanwhile gets it. */
    private Released untilDone(Device device, CommandOutput output, StopSignal hurry, long patience) {
        long began = System.nanoTime();
        while (true) {
            Released released = inGuard(device, output);
            boolean again = released instanceof Released.Left left
                    && left.busy()
                    && !hurry.requested()
                    && System.nanoTime() - began < patience;
            if (!again) {
                return released;
            }
            Pauses.shortly();
        }
    }

    private Released inGuard(Device device, CommandOutput output) {
        Optional<DeviceLocks.Guard> guard = locks.enter(device, StopSignal.NEVER);
        if (guard.isEmpty()) {
            return interrupted(device);
        }
        try (DeviceLocks.Guard held = guard.get()) {
            return held.used() ? new Released.StillUsed() : undoRecorded(device, output);
        }
    }

    private Released undoRecorded(Device device, CommandOutput output) {
        Optional<DeviceRecord> found = records.find(device);
        if (found.isEmpty()) {
            return new Released.NotOurs();
        }
        Optional<Mark> now = kinds.apply(device).now();
        boolean sudo = found.get().sudo();
        if (now.isEmpty()) {
            boolean died = found.get().result() == null && found.get().bootId().equals(boot());
            records.remove(device);
            return died ? mendHalfDone(device, sudo, output) : new Released.NotOurs();
        }
        return isOurs(device, now.get()) ? undoOnce(device, sudo, output) : new Released.NotOurs();
    }

    /** In the guard: undoes what is known to be this host's servers' own. */
    Released undoOnce(Device device, boolean sudo, CommandOutput output) {
        DeviceKind kind = kinds.apply(device);
        Programs.Ending ending = programs.first(kind.down(), sudo, output, StopSignal.NEVER);
        if (kind.now().isEmpty()) {
            records.remove(device);
            return new Released.Undone(ending.command(), ending.exitCode() == null ? 0 : ending.exitCode());
        }
        List<String> holders = kind.holders();
        boolean busy = ending.busy() || !holders.isEmpty();
        return new Released.Left(
                ending.text() + (busy ? "; " + who(holders) : "")
                        + "; it is left as it is, and the next run that uses it tries again",
                busy,
                ending.command(),
                ending.exitCode());
    }

    private Released mendHalfDone(Device device, boolean sudo, CommandOutput output) {
        Optional<List<String>> mend = kinds.apply(device).mendHalfDone();
        if (mend.isEmpty()) {
            return new Released.NotOurs();
        }
        List<Supplier<List<String>>> only = List.of(mend::get);
        Programs.Ending ending = programs.first(only, sudo, output, StopSignal.NEVER);
        return ending.succeeded()
                ? new Released.Undone(ending.command(), 0)
                : new Released.Left(ending.text(), ending.busy(), ending.command(), ending.exitCode());
    }

    private String who(List<String> holders) {
        if (!holders.isEmpty()) {
            return "held by " + String.join(", ", holders);
        }
        return settings.root()
                ? "no process can be seen that holds it (an NFS export, a swap file?)"
                : "who holds it cannot be seen without root: sudo fuser -vm shows it";
    }

    String boot() {
        String boot = HostFile.line(settings.host().bootId());
        if (boot.isEmpty()) {
            throw DeviceException.refused(
                    "the kernel does not tell its boot id (" + settings.host().bootId() + "): is /proc mounted?");
        }
        return boot;
    }

    private static Released interrupted(Device device) {
        return new Released.Left("interrupted before " + device.text() + " could be undone", false, null, null);
    }
}
