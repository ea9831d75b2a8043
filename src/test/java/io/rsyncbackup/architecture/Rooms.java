package io.rsyncbackup.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rooms of the house and who may import whom. The base package itself is the root, which may import all and which
 * none may import.
 *
 * @param base a room is a package right below it; what lies deeper belongs to the room
 */
public record Rooms(String base) {
    public static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("location", Set.of()),
            // every room whose threads work for a run says so in the log
            entry("log", Set.of()),
            entry("command", Set.of("log")),
            entry("access", Set.of()),
            entry("cluster", Set.of()),
            entry("run", Set.of("cluster", "log")),
            entry("destination", Set.of("command", "location")),
            entry("snapshot", Set.of("command", "location", "destination")),
            entry("rotation", Set.of("snapshot")),
            entry("transfer", Set.of("command", "location", "destination", "log")),
            entry("device", Set.of("command")),
            // it looks again and again for what other servers changed
            entry("plan", Set.of("cluster", "location", "rotation", "device", "snapshot", "transfer", "destination")),
            entry(
                    "backup",
                    // it hands programs' stop signals and the kinds of locations from room to room
                    Set.of(
                            "command",
                            "location",
                            "plan",
                            "run",
                            "access",
                            "transfer",
                            "snapshot",
                            "rotation",
                            "device",
                            "destination")),
            // its ticks lie in the timetable of all servers
            entry("schedule", Set.of("backup", "cluster", "log", "plan", "run")),
            // a plan that no server can run is not well
            entry("status", Set.of("cluster", "plan", "run", "snapshot")),
            // its outbox is emptied by the clock that all servers share
            entry("notify", Set.of("cluster", "status", "plan", "run")),
            // ticks that found their plan active are counted, and what channels could not be told
            entry("monitor", Set.of("status", "run", "plan", "schedule", "notify", "log")),
            entry(
                    "web",
                    Set.of(
                            "command",
                            "location",
                            "log",
                            "access",
                            "cluster",
                            "run",
                            "destination",
                            "snapshot",
                            "rotation",
                            "transfer",
                            "device",
                            "plan",
                            "backup",
                            "schedule",
                            "status",
                            "notify",
                            "monitor")));

    /** The name of the root in messages. */
    static final String ROOT = "the root";

    /** Absent for a class that is none of the house. */
    Optional<String> roomOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (name.equals(base)) {
            return Optional.of(ROOT);
        }
        return name.startsWith(base + ".")
                ? Optional.of(name.substring(base.length() + 1).split("\\.", 2)[0])
                : Optional.empty();
    }
}
