package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Directories;
import io.rsyncbackup.destination.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
            @Nullable String method,
            @Nullable Long bytesTotal,
            @Nullable Long filesTotal,
            @Nullable Boolean pinned,
            @Nullable String note) {}

    /** Empty when there is none. */
    static Optional<Sidecar> read(DestinationLayout layout, String snapshot) throws IOException {
        Path file = layout.sidecar(snapshot);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
            return Optional.of(Sidecar.broken());
        }
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Durable when it returns. */
    static void write(DestinationLayout layout, String snapshot, Sidecar sidecar) throws IOException {
        Document document = new Document(
                text(sidecar.state()),
                sidecar.takenAt(),
                sidecar.run(),
                sidecar.how() == null ? null : text(sidecar.how()),
                sidecar.bytesTotal(),
                sidecar.filesTotal(),
                sidecar.pinned(),
                sidecar.note());
        Files.createDirectories(layout.sidecars());
        DurableFiles.write(
                layout.sidecar(snapshot), (JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void delete(DestinationLayout layout, String snapshot) throws IOException {
        if (Files.deleteIfExists(layout.sidecar(snapshot))) {
            DurableFiles.syncDirectory(layout.sidecars());
        }
    }

    /** The snapshots that have a sidecar, whether or not they exist. */
    static List<String> names(DestinationLayout layout) throws IOException {
        return Directories.entries(layout.sidecars()).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
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
