package io.rsyncbackup.device;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.StopSignal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One use of a device. Whoever has one must release it, and may do so from any thread. */
public final class DeviceHold implements AutoCloseable {
    private final Devices devices;
    private final Device device;
    private final boolean temporary;
    private final AtomicBoolean released = new AtomicBoolean();

    DeviceHold(Devices devices, Device device, boolean temporary) {
        this.devices = devices;
        this.device = device;
        this.temporary = temporary;
    }

    public Device device() {
        return device;
    }

    /** Whether a server of this host made it and the last one to use it undoes it; else it was there before. */
    public boolean temporary() {
        return temporary;
    }

    /**
     * Ends the use, and undoes what was done when this was the last one.
     *
     * @param output receives what the programs print
     * @param hurry when requested, a busy device is not tried again
     * @return empty when it was released before
     */
    public Optional<Released> release(CommandOutput output, StopSignal hurry) {
        return released.compareAndSet(false, true)
                ? Optional.of(devices.release(device, output, hurry))
                : Optional.empty();
    }

    /** The same for those who do not care how it ends. */
    @Override
    public void close() {
        var unused = release(CommandOutput.IGNORE, StopSignal.NEVER);
    }
}
