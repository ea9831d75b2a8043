package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.DeviceHold;
import io.rsyncbackup.device.Released;
import io.rsyncbackup.run.Cancellation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices that one run holds. */
final class RunDevices {
    private static final Logger LOG = LoggerFactory.getLogger(RunDevices.class);

    private final Deque<DeviceHold> holds = new ArrayDeque<>();
    /** Requested once something stays: what lies under it cannot be undone either, however long one waits. */
    private final ManualStop pointless = new ManualStop();

    private @Nullable Cancellation cancellation;

    /** The steps that undo are never told of a cancellation, so an earlier one tells it. */
    void heed(Cancellation told) {
        cancellation = told;
    }

    boolean cancelled() {
        return cancellation != null && cancellation.requested();
    }

    void add(DeviceHold hold) {
        holds.push(hold);
    }

    boolean mounted() {
        return holds.stream().anyMatch(hold -> hold.device() instanceof Device.Mount);
    }

    /** Whether what the run holds is undone after its last use. */
    boolean temporary() {
        return holds.stream().anyMatch(DeviceHold::temporary);
    }

    /** Empty when the run does not hold it. */
    Optional<Released> release(Device device, CommandOutput output) {
        Optional<DeviceHold> held =
                holds.stream().filter(hold -> hold.device().equals(device)).findFirst();
        held.ifPresent(holds::remove);
        Optional<Released> released = held.flatMap(hold -> hold.release(output, pointless));
        if (released.filter(Released.Left.class::isInstance).isPresent()) {
            pointless.request();
        }
        return released;
    }

    /** What no step has released, since none was reached. */
    void close() {
        while (!holds.isEmpty()) {
            DeviceHold hold = holds.pop();
            LOG.warn("no step has released {}", hold.device().text());
            hold.close();
        }
    }
}
