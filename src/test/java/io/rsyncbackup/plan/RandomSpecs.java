package io.rsyncbackup.plan;

import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.rotation.Frequency;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Retention;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Any specification that people could have written. */
final class RandomSpecs {
    private static final List<String> ZONES = List.of("UTC", "Europe/Vienna", "+05:30", "Z", "America/St_Johns");
    private static final List<String> PATTERNS =
            List.of("*.iso", "!", "- x", "a,b", "\"quoted\"", "ä ö\\", "#", "**/x/");

    private final RandomGenerator random;

    RandomSpecs(RandomGenerator random) {
        this.random = random;
    }

    PlanSpec next() {
        boolean transfers = random.nextInt(5) > 0;
        Location source = transfers ? end("/srv/ü " + random.nextInt(9)) : null;
        Location destination = source == null || !(source instanceof Location.Local)
                ? new Location.Local(Path.of("/mnt/b:c/" + random.nextInt(9) + "/latest"))
                : end("/mnt/b:c/" + random.nextInt(9) + "/latest");
        PlanConnection connection =
                connection(source == null || source instanceof Location.Local ? destination : source);
        boolean daemon = destination instanceof Location.Daemon;
        return new PlanSpec(
                source,
                destination,
                maybe(() -> "id-" + random.nextInt(9)),
                connection,
                destination instanceof Location.Local ? device() : PlanDevice.NONE,
                transfers ? PATTERNS.subList(0, random.nextInt(PATTERNS.size() + 1)) : List.of(),
                transfers ? List.of("/x/", "/y").subList(0, random.nextInt(3)) : PlanReader.DEFAULT_EXCLUDED_ROOTS,
                transfers && random.nextBoolean(),
                random.nextBoolean(),
                maybe(() -> pick(PlanSpec.Ionice.values())),
                transfers ? maybe(() -> random.nextLong(1024, 1L << 40)) : null,
                transfers ? maybe(() -> random.nextInt(10_001) / 10_000.0) : null,
                transfers ? maybe(() -> Duration.ofSeconds(random.nextInt(1, 100_000))) : null,
                maybe(this::duration),
                daemon ? maybe(() -> SnapshotMethod.HARD_LINK) : maybe(() -> pick(SnapshotMethod.values())),
                new RotationRules(
                        scheme(),
                        pick(Keep.values()),
                        pick(Window.values()),
                        ZoneId.of(ZONES.get(random.nextInt(ZONES.size())))),
                maybe(this::schedule),
                maybe(this::duration),
                transfers ? random.nextInt(1, 101) : 3,
                transfers ? Duration.ofMillis(random.nextLong(10_000_000)) : Duration.ofMinutes(1),
                random.nextBoolean(),
                maybe(() -> "label-" + random.nextInt(9)),
                List.of("mail", "pager").subList(0, random.nextInt(3)));
    }

    private Location end(String path) {
        String host = pick(new String[] {"host", "10.0.0.1", "fe80::1%eth0"});
        return switch (random.nextInt(3)) {
            case 0 -> new Location.Local(Path.of(path));
            case 1 -> new Location.Ssh(maybe(() -> "me"), host, path);
            default -> new Location.Daemon("me", host, maybe(() -> random.nextInt(1, 65_536)), "m ü", path);
        };
    }

    private PlanConnection connection(Location remote) {
        return switch (remote) {
            case Location.Local local -> PlanConnection.NONE;
            case Location.Ssh ssh -> new PlanConnection(maybe(() -> ssh(true)), null, null);
            case Location.Daemon daemon -> {
                Location.Tunnel tunnel = maybe(() -> new Location.Tunnel(
                        maybe(() -> "backup"),
                        pick(new String[] {"gateway", "::1"}),
                        maybe(() -> random.nextInt(1, 65_536))));
                yield new PlanConnection(
                        tunnel == null ? null : maybe(() -> ssh(false)), maybe(() -> Path.of("/etc/ü s")), tunnel);
            }
        };
    }

    private SshSettings ssh(boolean withPort) {
        return new SshSettings(
                maybe(() -> Path.of("/etc/id_ü")),
                withPort ? maybe(() -> random.nextInt(1, 65_536)) : null,
                maybe(() -> Path.of("/etc/known-hosts")));
    }

    private PlanDevice device() {
        Path mount = maybe(() -> Path.of("/mnt/b:c"));
        return new PlanDevice(
                maybe(() -> "crypt_1"),
                mount,
                mount == null ? PlanDevice.TRASH_TIME : Duration.ofMillis(random.nextLong(86_400_001)));
    }

    private RotationScheme scheme() {
        Map<Frequency, Retention> retentions = new HashMap<>();
        retentions.put(pick(Frequency.values()), new Retention.Always());
        for (Frequency frequency : Frequency.values()) {
            if (random.nextBoolean()) {
                retentions.put(frequency, new Retention.Count(random.nextInt(1, 100)));
            }
        }
        return new RotationScheme(retentions);
    }

    private PlanSchedule schedule() {
        String text = pick(new String[] {"@hourly", "*/5 1-3 * * mon-fri", "0 0 29 2 *", "@daily"});
        return new PlanSchedule(Cron.parse(text), Duration.ofSeconds(random.nextInt(86_401)), random.nextBoolean());
    }

    private Duration duration() {
        return Duration.ofMillis(random.nextLong(1000, 10_000_000_000L));
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
