package io.rsyncbackup.device;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a server did to a device, so that no other than what it did is undone.
 *
 * @param bootId of the kernel it was done under: nothing of it outlives that
 * @param sudo whether it needed sudo, and undoing needs it too
 * @param result absent while, or when a server died while, it was being done
 */
record DeviceRecord(
        Device device,
        String bootId,
        boolean sudo,
        @Nullable Mark result) {
    /**
     * Whether what is there now is what the server did. Without a result it is taken for that: nothing was there when the
     * server began, as it wrote down under the guard.
     */
    boolean matches(String boot, Mark now) {
        return bootId.equals(boot) && (result == null || result.equals(now));
    }

    DeviceRecord with(Mark mark) {
        return new DeviceRecord(device, bootId, sudo, mark);
    }

    static Device device(String kind, String name) {
        return switch (kind) {
            case "crypt" -> new Device.Crypt(name);
            case "mount" -> new Device.Mount(Path.of(name));
            default -> throw new IllegalArgumentException("no kind of device: " + kind);
        };
    }
}
