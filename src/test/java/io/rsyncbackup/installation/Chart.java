package io.rsyncbackup.installation;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The chart as Helm renders it. */
final class Chart {
    static final Path DIRECTORY = Path.of("helm", "rsync-backup-server");

    private Chart() {}

    static Helm helm() {
        return new Helm(DIRECTORY);
    }

    /** All manifests as Helm prints them. */
    static String render(Path values) {
        return helm().template()
                .withName("test")
                .withNamespace("backups")
                .withKubeVersion("v1.34.0")
                .withValuesFile(values)
                .call();
    }

    static String render(String values) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                return render(Files.writeString(file, values));
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Map<String, Object>> manifests(String rendered) {
        return StreamSupport.stream(new Yaml().loadAll(rendered).spliterator(), false)
                .filter(Objects::nonNull)
                .map(Chart::map)
                .toList();
    }

    static Map<String, Object> manifest(String rendered, String kind) {
        return manifests(rendered).stream()
                .filter(manifest -> kind.equals(manifest.get("kind")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in:\n" + rendered));
    }

    static JsonElement json(Object yaml) {
        return new Gson().toJsonTree(yaml);
    }

    /** What lies at {@code path}, by its keys. */
    static Object at(Object manifest, String... path) {
        var place = manifest;
        for (var key : path) {
            place = Objects.requireNonNull(
                    place instanceof List<?> list
                            ? list.get(Integer.parseInt(key))
                            : map(place).get(key),
                    key);
        }
        return place;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
    }
}
