package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code destination.json} and {@code latest.json}, as they lie on the disk. */
final class IdentityFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;
    private static final long LARGEST = 65_536;

    private IdentityFile() {}

    private record Identity(
            int version,
            @Nullable String id,
            @Nullable String latest,
            @Nullable String snapshotMethod,
            @Nullable String createdAt) {}

    private record Latest(
            @Nullable String state,
            @Nullable String run,
            @Nullable String since) {}

    static byte[] format(DestinationIdentity identity) {
        return bytes(new Identity(
                VERSION,
                identity.id(),
                identity.latest(),
                identity.method().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                identity.createdAt().toString()));
    }

    /** Empty when the file is not whole or not understood. */
    static Optional<DestinationIdentity> readIdentity(Storage storage, Path file) throws IOException {
        return parseIdentity(storage.content(file, LARGEST).orElse(new byte[0]));
    }

    static Optional<DestinationIdentity> parseIdentity(byte[] content) {
        try {
            Identity read = JSON.readValue(content, Identity.class);
            if (read == null
                    || read.version() != VERSION
                    || read.id() == null
                    || read.id().isBlank()
                    || read.latest() == null
                    || read.latest().isBlank()
                    || read.snapshotMethod() == null
                    || read.createdAt() == null) {
                return Optional.empty();
            }
            return Optional.of(new DestinationIdentity(
                    read.id(),
                    read.latest(),
                    SnapshotMethod.valueOf(
                            read.snapshotMethod().toUpperCase(Locale.ROOT).replace('-', '_')),
                    Instant.parse(read.createdAt())));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] format(LatestState state) {
        return bytes(new Latest(
                state.state().name().toLowerCase(Locale.ROOT),
                state.run(),
                state.since().toString()));
    }

    /** A broken one means that nothing is known of latest but that someone wrote there. */
    static LatestState readLatest(Storage storage, Path file) throws IOException {
        return parseLatest(storage.content(file, LARGEST).orElse(new byte[0]));
    }

    static LatestState parseLatest(byte[] content) {
        try {
            Latest read = JSON.readValue(content, Latest.class);
            if (read != null && read.state() != null && read.since() != null) {
                return new LatestState(
                        LatestState.State.valueOf(read.state().toUpperCase(Locale.ROOT)),
                        read.run(),
                        Instant.parse(read.since()));
            }
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            // falls through: broken
        }
        return new LatestState(LatestState.State.UPDATING, null, Instant.EPOCH);
    }

    private static byte[] bytes(Object value) {
        return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
