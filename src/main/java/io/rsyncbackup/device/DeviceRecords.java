package io.rsyncbackup.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The records beside the locks, one JSON file for each device that was unlocked or mounted; used under its guard. */
final class DeviceRecords {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private final Path directory;
    private final String mountNamespace;

    DeviceRecords(Path directory, String mountNamespace) {
        this.directory = directory;
        this.mountNamespace = mountNamespace;
    }

    private record Stored(
            int version,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String bootId,
            boolean sudo,
            @Nullable Mark result) {}

    /** Empty when there is none, or none that is whole. */
    Optional<DeviceRecord> find(Device device) {
        return read(file(device));
    }

    /** Of all devices, without what is mounted where this server cannot see it. */
    List<DeviceRecord> all() {
        return HostFile.entries(directory, "*.json").stream()
                .flatMap(file -> read(file).filter(found -> file(found.device()).equals(file)).stream())
                .toList();
    }

    /** Durable when this returns. */
    void write(DeviceRecord written) {
        Path file = file(written.device());
        String kind = switch (written.device()) {
            case Device.Crypt crypt -> "crypt";
            case Device.Mount mount -> "mount";
        };
        Stored stored =
                new Stored(VERSION, kind, written.device().text(), written.bootId(), written.sudo(), written.result());
        Path temporary = directory.resolve(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap((JSON.writeValueAsString(stored) + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw DeviceException.refused("what is done to " + written.device().text()
                    + " cannot be written down, so nothing is done: " + e.getMessage());
        }
    }

    void remove(Device device) {
        try {
            Files.deleteIfExists(file(device));
        } catch (IOException e) {
            throw DeviceException.refused("the record of " + device.text() + " cannot be removed: " + e.getMessage());
        }
    }

    private static Optional<DeviceRecord> read(Path file) {
        try {
            Stored stored = JSON.readValue(Files.readAllBytes(file), Stored.class);
            if (stored == null
                    || stored.version() != VERSION
                    || stored.kind() == null
                    || stored.name() == null
                    || stored.bootId() == null) {
                return Optional.empty();
            }
            return Optional.of(new DeviceRecord(
                    DeviceRecord.device(stored.kind(), stored.name()),
                    stored.bootId(),
                    stored.sudo(),
                    stored.result()));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path file(Device device) {
        return directory.resolve(device.fileName(mountNamespace) + ".json");
    }
}
