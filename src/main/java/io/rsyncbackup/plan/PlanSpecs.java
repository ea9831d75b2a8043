package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a specification as JSON with the values' own grammar ({@code "2h"}, {@code "20MB"}, {@code "20%"}), and reads it. */
public final class PlanSpecs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PlanSpecs() {}

    /** As the API shows it, with what holds where the person said nothing; what is not there is absent. */
    public static Map<String, Object> toJson(PlanSpec spec) {
        Map<String, Object> json = new LinkedHashMap<>();
        Location source = spec.source();
        json.put("source", source == null ? "none" : source.text());
        json.put("destination", spec.destination().text());
        put(json, "destinationId", spec.destinationId());
        putDevice(json, spec.device());
        putConnection(json, spec.connection());
        if (source != null) {
            json.put("exclude", spec.exclude());
            json.put("excludedRoots", spec.excludedRoots());
            json.put("multiFs", spec.multiFs());
            put(json, "bandwidthLimit", spec.bandwidthLimit() == null ? null : SizeText.format(spec.bandwidthLimit()));
            put(json, "maxDelete", spec.maxDelete() == null ? null : ShareText.format(spec.maxDelete()));
            put(json, "ioTimeout", text(spec.ioTimeout()));
            Map<String, Object> retry = new LinkedHashMap<>();
            retry.put("attempts", spec.retryAttempts());
            retry.put("pause", DurationText.format(spec.retryPause()));
            json.put("retry", retry);
        }
        json.put("sudo", spec.sudo());
        put(json, "ionice", spec.ionice() == null ? null : Fields.text(spec.ionice()));
        put(json, "maxDuration", text(spec.maxDuration()));
        json.put("snapshotMethod", spec.snapshotMethod() == null ? "auto" : Fields.text(spec.snapshotMethod()));
        Map<String, String> rotation = new LinkedHashMap<>();
        spec.rotation()
                .scheme()
                .retentions()
                .forEach((frequency, retention) -> rotation.put(Fields.text(frequency), retention.toString()));
        json.put("rotation", rotation);
        json.put("keep", Fields.text(spec.rotation().keep()));
        json.put("window", Fields.text(spec.rotation().window()));
        json.put("zone", spec.rotation().zone().getId());
        putSchedule(json, spec.schedule());
        put(json, "expectedInterval", text(spec.expectedInterval()));
        json.put("rerunInterrupted", spec.rerunInterrupted());
        put(json, "nodeLabel", spec.nodeLabel());
        put(json, "channels", spec.channels().isEmpty() ? null : spec.channels());
        return json;
    }

    /** Whether a plan, as it was frozen, has no source. */
    public static boolean othersFill(String frozen) {
        return thaw(frozen).source() == null;
    }

    /** For the row of a run; the same for equal specifications. */
    public static String freeze(PlanSpec spec) {
        return JSON.writeValueAsString(toJson(spec));
    }

    /** What {@link #freeze} wrote, also in an earlier version of this server. Throws PlanRejectedException. */
    public static PlanSpec thaw(String frozen) {
        return PlanReader.read("", JSON.readValue(frozen, PlanProperties.class), ZoneOffset.UTC);
    }

    private static void putSchedule(Map<String, Object> json, @Nullable PlanSchedule schedule) {
        if (schedule != null) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("cron", schedule.cron().text());
            fields.put("jitter", DurationText.format(schedule.jitter()));
            fields.put("catchUp", schedule.catchUp());
            json.put("schedule", fields);
        }
    }

    private static void putDevice(Map<String, Object> json, PlanDevice device) {
        put(json, "crypto", device.crypto());
        if (device.mount() != null) {
            json.put("mount", device.mount().toString());
            json.put("trashTime", DurationText.format(device.trashTime()));
        }
    }

    private static void putConnection(Map<String, Object> json, PlanConnection connection) {
        put(
                json,
                "tunnel",
                connection.tunnel() == null ? null : connection.tunnel().text());
        SshSettings settings = connection.ssh();
        if (settings != null) {
            Map<String, Object> ssh = new LinkedHashMap<>();
            put(ssh, "identityFile", text(settings.identityFile()));
            put(ssh, "port", settings.port());
            put(ssh, "knownHostsFile", text(settings.knownHostsFile()));
            json.put("ssh", ssh);
        }
        put(json, "passwordFile", text(connection.passwordFile()));
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : DurationText.format(duration);
    }

    private static void put(Map<String, Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
