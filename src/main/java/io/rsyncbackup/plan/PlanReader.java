package io.rsyncbackup.plan;

import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a plan's specification of what people wrote, and says everything that is wrong with it. Pure. */
public final class PlanReader {
    /** Absolute patterns, hence no harm to a backup of a directory below one of them. */
    public static final List<String> DEFAULT_EXCLUDED_ROOTS = List.of(
            "/dev/",
            "/home/*/.cache/",
            "/media/",
            "/mnt/",
            "/proc/",
            "/run/",
            "/sys/",
            "/tmp/",
            "/var/cache/",
            "/var/tmp/");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern DESTINATION_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private PlanReader() {}

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The specification.
     *
     * @param prefix what stands before each key in a problem, as in {@code backup.plans.laptop.}
     * @param zone of a plan that names none
     * @throws PlanRejectedException with every problem
     */
    public static PlanSpec read(String prefix, PlanProperties plan, ZoneId zone) {
        Fields fields = new Fields(prefix);
        Location destination = PlanLocations.destination(fields, plan.destination());
        Location source = PlanLocations.source(fields, plan.source());
        PlanLocations.together(fields, plan.source(), source, destination);
        PlanConnection connection = PlanConnections.read(fields, plan, source, destination);
        PlanSpec spec = new PlanSpec(
                source,
                destination == null ? PlanLocations.NOWHERE : destination,
                fields.read("destination-id", plan.destinationId(), PlanReader::destinationId),
                connection,
                PlanDevices.read(fields, plan, destination),
                PlanPatterns.exclude(fields, plan.exclude()),
                PlanPatterns.excludedRoots(fields, plan.excludedRoots()),
                fields.flag("multi-fs", plan.multiFs(), false),
                fields.flag("sudo", plan.sudo(), true),
                fields.choice("ionice", plan.ionice(), PlanSpec.Ionice.class),
                fields.read("bandwidth-limit", plan.bandwidthLimit(), PlanReader::bandwidth),
                fields.read("max-delete", plan.maxDelete(), ShareText::parse),
                fields.read("io-timeout", plan.ioTimeout(), PlanReader::wholeSeconds),
                fields.read("max-duration", plan.maxDuration(), PlanReader::positive),
                snapshotMethod(fields, plan.snapshotMethod(), destination),
                rotation(fields, plan, zone),
                PlanSchedules.read(fields, plan.schedule()),
                fields.read("expected-interval", plan.expectedInterval(), PlanReader::positive),
                fields.number("retry.attempts", retry(plan).attempts(), 1, 100, ATTEMPTS),
                fields.read("retry.pause", retry(plan).pause(), DurationText::parse, PAUSE),
                fields.flag("rerun-interrupted", plan.rerunInterrupted(), false),
                fields.read("node-label", plan.nodeLabel(), NodeLabelText::parse),
                PlanChannels.read(fields, plan.channels()));
        if (PlanLocations.othersFill(plan.source())) {
            withoutTransfer(fields, plan);
        }
        if (!fields.problems().isEmpty()) {
            throw new PlanRejectedException(fields.problems());
        }
        return spec;
    }

    private static PlanProperties.Retry retry(PlanProperties plan) {
        return Objects.requireNonNullElse(plan.retry(), new PlanProperties.Retry(null, null));
    }

    private static String destinationId(String text) {
        if (!DESTINATION_ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is not the identity of a destination; copy \"id\" from .rsync-backup/destination.json there");
        }
        return text;
    }

    private static long bandwidth(String text) {
        long bytes = SizeText.parse(text);
        // rsync rounds to 1024 bytes, and takes 0 for no limit
        if (bytes < 1024 || bytes > 1L << 40) {
            throw new IllegalArgumentException(
                    "is no usable limit; write bytes per second from 1KiB to 1TiB, as in 20MB");
        }
        return bytes;
    }

    private static Duration positive(String text) {
        Duration duration = DurationText.parse(text);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "is shorter than a second; write a longer duration, as in 2h, or remove the key");
        }
        return duration;
    }

    private static Duration wholeSeconds(String text) {
        Duration duration = positive(text);
        if (duration.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException("is not a whole number of seconds; write it so, as in 10m");
        }
        return duration;
    }

    private static @Nullable SnapshotMethod snapshotMethod(
            Fields fields, @Nullable String value, @Nullable Location destination) {
        SnapshotMethod method = snapshotMethod(fields, value);
        if (method == SnapshotMethod.BTRFS && destination instanceof Location.Daemon) {
            fields.add(
                    "snapshot-method",
                    value,
                    "needs commands on the destination's host, and an rsync daemon runs none; write hard-link or auto");
        }
        return method;
    }

    private static @Nullable SnapshotMethod snapshotMethod(Fields fields, @Nullable String value) {
        return fields.read(
                        "snapshot-method",
                        value,
                        text -> {
                            if (text.strip().equals("auto")) {
                                return java.util.Optional.<SnapshotMethod>empty();
                            }
                            try {
                                return java.util.Optional.of(Fields.choose(text, SnapshotMethod.class));
                            } catch (IllegalArgumentException e) {
                                throw new IllegalArgumentException(
                                        "is unknown; write one of auto, hard-link, btrfs", e);
                            }
                        },
                        java.util.Optional.<SnapshotMethod>empty())
                .orElse(null);
    }

    private static RotationRules rotation(Fields fields, PlanProperties plan, ZoneId zone) {
        RotationScheme scheme = PlanRotation.scheme(fields, plan.rotation());
        Keep keep = fields.choice("keep", plan.keep(), Keep.class);
        Window window = fields.choice("window", plan.window(), Window.class);
        return new RotationRules(
                scheme,
                keep == null ? Keep.OLDEST : keep,
                window == null ? Window.COUNT : window,
                fields.read("zone", plan.zone(), ZoneText::parse, zone));
    }

    /** What only a transfer would heed must not look as if it did anything. */
    private static void withoutTransfer(Fields fields, PlanProperties plan) {
        String text = "has no effect in a plan with source: none; remove it";
        unused(fields, "exclude", plan.exclude(), text);
        unused(fields, "excluded-roots", plan.excludedRoots(), text);
        unused(fields, "multi-fs", plan.multiFs(), text);
        unused(fields, "bandwidth-limit", plan.bandwidthLimit(), text);
        unused(fields, "max-delete", plan.maxDelete(), text);
        unused(fields, "io-timeout", plan.ioTimeout(), text);
        unused(fields, "retry", plan.retry(), text);
    }

    private static void unused(Fields fields, String key, @Nullable Object value, String text) {
        if (value != null) {
            fields.add(key, null, text);
        }
    }
}
