package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.device.Acquired;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.DeviceHold;
import io.rsyncbackup.device.Devices;
import io.rsyncbackup.device.Released;
import io.rsyncbackup.plan.PlanSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk under a destination, there for as long as somebody other than a run works on it. */
final class DeviceUse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceUse.class);

    private final List<DeviceHold> holds = new ArrayList<>();

    private DeviceUse() {}

    /** In the order in which they must be acquired; none for most plans. */
    static List<Device> devices(PlanSpec spec) {
        List<Device> devices = new ArrayList<>();
        String crypto = spec.device().crypto();
        if (crypto != null) {
            devices.add(new Device.Crypt(crypto));
        }
        Path mount = spec.device().mount();
        if (mount != null) {
            devices.add(new Device.Mount(mount));
        }
        return devices;
    }

    /** Whether nothing must be unlocked or mounted to get at the destination. */
    static boolean there(Devices devices, PlanSpec spec) {
        return devices(spec).stream().allMatch(device -> devices.look(device).up());
    }

    /** Does some work while the disk is there; throws DestinationException when it cannot be had. */
    static <T> T during(Devices devices, PlanSpec spec, Supplier<T> work) {
        DeviceUse use = of(devices, spec);
        try {
            return work.get();
        } finally {
            use.close();
        }
    }

    /** Throws DestinationException when the disk cannot be had. */
    static DeviceUse of(Devices devices, PlanSpec spec) {
        DeviceUse use = new DeviceUse();
        boolean complete = false;
        try {
            for (Device device : devices(spec)) {
                use.holds.add(held(devices.acquire(device, spec.sudo(), CommandOutput.IGNORE, StopSignal.NEVER)));
            }
            requireOnMount(devices, spec);
            complete = true;
            return use;
        } finally {
            if (!complete) {
                use.close();
            }
        }
    }

    /** A link on the disk, or something mounted over it, must not lead whoever pins or deletes elsewhere either. */
    private static void requireOnMount(Devices devices, PlanSpec spec) {
        Path mount = spec.device().mount();
        if (mount != null) {
            devices.stray(new Device.Mount(mount), Places.layout(spec).parent()).ifPresent(message -> {
                throw unavailable(message);
            });
        }
    }

    private static DeviceHold held(Acquired acquired) {
        return switch (acquired) {
            case Acquired.Held held -> held.hold();
            case Acquired.Missing missing -> throw unavailable(missing.message());
            case Acquired.Failed failed -> throw unavailable(failed.message());
            case Acquired.Stopped stopped -> throw unavailable("interrupted while waiting for the disk");
        };
    }

    private static DestinationException unavailable(String message) {
        return new DestinationException(DestinationException.Reason.UNAVAILABLE, message);
    }

    /** Whether what is used is undone after its last use. */
    boolean temporary() {
        return holds.stream().anyMatch(DeviceHold::temporary);
    }

    /** Nobody waits here while somebody keeps the disk busy: it is left for the next run then. */
    @Override
    public void close() {
        ManualStop hurry = new ManualStop();
        hurry.request();
        for (DeviceHold hold : holds.reversed()) {
            hold.release(CommandOutput.IGNORE, hurry).ifPresent(released -> {
                if (released instanceof Released.Left left) {
                    LOG.warn("{}", left.message());
                }
            });
        }
        holds.clear();
    }
}
