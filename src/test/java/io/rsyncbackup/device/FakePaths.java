package io.rsyncbackup.device;

import io.rsyncbackup.command.Command;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where a {@link FakeHost} has its things. */
record FakePaths(Path directory) {
    HostPaths paths() {
        return new HostPaths(
                directory.resolve("crypttab"),
                directory.resolve("fstab"),
                directory.resolve("mountinfo"),
                directory.resolve("boot_id"),
                directory.resolve("block"),
                directory.resolve("mapper"),
                directory.resolve("disk"),
                directory.resolve("proc"),
                directory.resolve("namespace"));
    }

    /** Programs of that host come first; those that may be missing there must not be found elsewhere either. */
    Command here(Command command) {
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        return new Command(command.argv(), environment, command.input());
    }
}
