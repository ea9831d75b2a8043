package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a plan as a request writes it: what the configuration's plans may say, but for what leads to other files, hosts,
 * disks and programs. These are the configuration's, and a plan names them by a connection.
 */
@Component
class ApiPlanReader {
    static final String CONNECTION = "connection";

    /** What a request may say. Whatever later versions let a plan of the configuration say is not meant. */
    private static final List<String> KNOWN = List.of(
            "source",
            "destination",
            "destinationId",
            CONNECTION,
            "exclude",
            "excludedRoots",
            "multiFs",
            "ionice",
            "bandwidthLimit",
            "maxDelete",
            "ioTimeout",
            "maxDuration",
            "snapshotMethod",
            "rotation",
            "keep",
            "window",
            "zone",
            "schedule",
            "expectedInterval",
            "retry",
            "rerunInterrupted",
            "nodeLabel",
            "channels");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final PlanSettings settings;
    private final RealPathBounds bounds;

    ApiPlanReader(PlanSettings settings, RealPathBounds bounds) {
        this.settings = settings;
        this.bounds = bounds;
    }

    /** Throws PlanRejectedException, PlanNotAllowedException. */
    PlanSpec read(Map<String, @Nullable Object> document) {
        refuseOthers(document);
        ConnectionProperties connection = connection(document.get(CONNECTION));
        PlanSpec spec = PlanReader.read("", properties(document, connection), settings.zone());
        bounds.check(spec, List.of(connection));
        apartFromData(spec);
        declaredChannels(spec);
        return spec;
    }

    /** The plan as GET shows it and PUT takes it. */
    static Map<String, Object> shown(PlanSpec spec, @Nullable Object connection) {
        Map<String, Object> shown = new LinkedHashMap<>();
        PlanSpecs.toJson(spec).forEach((key, value) -> {
            if (KNOWN.contains(key)) {
                shown.put(key, value);
            }
        });
        if (connection != null) {
            shown.put(CONNECTION, connection);
        }
        return shown;
    }

    private static void refuseOthers(Map<String, @Nullable Object> document) {
        List<Problem> problems = new ArrayList<>();
        document.keySet().stream().filter(key -> !KNOWN.contains(key)).sorted().forEach(key -> {
            boolean configured = ConfiguredOnly.KEYS.contains(key);
            problems.add(new Problem(
                    key,
                    null,
                    configured
                            ? "can only be said in the configuration; declare it there below backup.connections and write"
                                    + " \"connection\": NAME"
                            : "is not known here; known are: " + String.join(", ", new TreeSet<>(KNOWN))));
        });
        if (!problems.isEmpty()) {
            throw new PlanRejectedException(problems);
        }
    }

    private ConnectionProperties connection(@Nullable Object name) {
        if (name == null) {
            return ConnectionProperties.NONE;
        }
        ConnectionProperties connection =
                name instanceof String text ? settings.connections().get(text) : null;
        if (connection == null) {
            throw rejected(
                    CONNECTION,
                    "is not declared below backup.connections"
                            + (settings.connections().isEmpty()
                                    ? ", where nothing is"
                                    : "; known are: "
                                            + String.join(
                                                    ", ", settings.connections().keySet())));
        }
        return connection;
    }

    /** Of a plan that uses the connection and says nothing else. */
    static PlanProperties properties(String destination, ConnectionProperties connection) {
        return properties(Map.of("source", "/nothing", "destination", destination), connection);
    }

    /** Of a plan with the ends of this one that uses the connection. */
    static PlanProperties properties(PlanSpec spec, ConnectionProperties connection) {
        Location source = spec.source();
        return properties(
                Map.of(
                        "source",
                        source == null ? "none" : source.text(),
                        "destination",
                        spec.destination().text()),
                connection);
    }

    private static PlanProperties properties(Map<String, @Nullable Object> document, ConnectionProperties connection) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(document);
        all.remove(CONNECTION);
        put(all, "ssh", connection.ssh());
        put(all, "tunnel", connection.tunnel());
        put(all, "passwordFile", connection.passwordFile());
        put(all, "crypto", connection.crypto());
        put(all, "mount", connection.mount());
        all.put("sudo", connection.sudo() == null ? "false" : connection.sudo());
        try {
            return JSON.convertValue(all, PlanProperties.class);
        } catch (JacksonException e) {
            String field = e.getPath().isEmpty()
                    ? "spec"
                    : String.valueOf(e.getPath().getFirst().getPropertyName());
            throw rejected(field, "does not have the form that GET of a plan shows");
        }
    }

    private static void put(Map<String, @Nullable Object> all, String key, @Nullable Object value) {
        if (value != null) {
            all.put(key, value);
        }
    }

    /** What rsync fills and empties must not be where the server keeps what is its own. */
    private void apartFromData(PlanSpec spec) {
        Path data = settings.dataDirectory();
        Path parent = spec.destination() instanceof Location.Local local
                ? local.path().getParent()
                : null;
        if (data != null && parent != null && (data.startsWith(parent) || parent.startsWith(data))) {
            throw rejected("destination", "lies around or in the server's data directory; write another one");
        }
    }

    private void declaredChannels(PlanSpec spec) {
        Fields fields = new Fields("");
        PlanChannels.declared(fields, "", spec.channels(), settings.channels());
        if (!fields.problems().isEmpty()) {
            throw new PlanRejectedException(fields.problems());
        }
    }

    static PlanRejectedException rejected(String key, String text) {
        return new PlanRejectedException(List.of(new Problem(key, null, text)));
    }

    /** What people may try to write all the same. */
    private static final class ConfiguredOnly {
        static final List<String> KEYS = List.of(
                "crypto", "mount", "trashTime", "tunnel", "ssh", "passwordFile", "sudo", "hooks", "before", "finally");
    }
}
