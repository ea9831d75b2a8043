package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Entry;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads and durably writes what is known of snapshots, on the destination itself. */
final class Sidecars {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".json";
    private static final long LARGEST = 1_000_000;

    private Sidecars() {}

    private record Document(
            @Nullable String state,
            @Nullable String takenAt,
            @Nullable String run,
            @Nullable String node,
            @Nullable String method,
            @Nullable Long bytesTotal,
            @Nullable Long filesTotal,
            @Nullable Boolean pinned,
            @Nullable String note) {}

    /** Empty when there is none. */
    static Optional<Sidecar> read(Storage storage, DestinationLayout layout, String snapshot) throws IOException {
        if (!storage.exists(layout.sidecar(snapshot))) {
            return Optional.empty();
        }
        Optional<byte[]> content = storage.content(layout.sidecar(snapshot), LARGEST);
        if (content.isEmpty() && !storage.exists(layout.sidecar(snapshot))) {
            return Optional.empty();
        }
        return Optional.of(content.map(Sidecars::parse).orElseGet(Sidecar::broken));
    }

    /** All of them, by snapshot; one that is no file is a broken one. */
    static Map<String, Sidecar> all(Storage storage, DestinationLayout layout) throws IOException {
        Map<String, byte[]> contents = storage.contents(layout.sidecars(), SUFFIX, LARGEST);
        Map<String, Sidecar> sidecars = new HashMap<>();
        contents.forEach((name, content) -> sidecars.put(snapshot(name), parse(content)));
        return sidecars;
    }

    /** Durable when it returns. */
    static void write(Storage storage, DestinationLayout layout, String snapshot, Sidecar sidecar) throws IOException {
        storage.makeDirectories(layout.sidecars());
        storage.write(layout.sidecar(snapshot), format(sidecar));
    }

    static byte[] format(Sidecar sidecar) {
        Document document = new Document(
                text(sidecar.state()),
                sidecar.takenAt(),
                sidecar.run(),
                sidecar.node(),
                sidecar.how() == null ? null : text(sidecar.how()),
                sidecar.bytesTotal(),
                sidecar.filesTotal(),
                sidecar.pinned(),
                sidecar.note());
        return (JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static void delete(Storage storage, DestinationLayout layout, String snapshot) throws IOException {
        if (storage.delete(layout.sidecar(snapshot))) {
            storage.sync(layout.sidecars());
        }
    }

    /** The snapshots that have a sidecar, whether or not they exist. */
    static List<String> names(Storage storage, DestinationLayout layout) throws IOException {
        return storage.entries(layout.sidecars()).stream()
                .map(Entry::name)
                .filter(name -> name.endsWith(SUFFIX))
                .map(Sidecars::snapshot)
                .toList();
    }

    private static String snapshot(String file) {
        return file.substring(0, file.length() - SUFFIX.length());
    }

    static Sidecar parse(byte[] content) {
        try {
            Document read = JSON.readValue(content, Document.class);
            if (read == null || read.state() == null) {
                return Sidecar.broken();
            }
            return new Sidecar(
                    Sidecar.State.valueOf(constant(read.state())),
                    read.takenAt(),
                    read.run(),
                    read.node(),
                    read.method() == null ? null : Sidecar.How.valueOf(constant(read.method())),
                    read.bytesTotal(),
                    read.filesTotal(),
                    Boolean.TRUE.equals(read.pinned()),
                    read.note());
        } catch (JacksonException | IllegalArgumentException e) {
            return Sidecar.broken();
        }
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String constant(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
