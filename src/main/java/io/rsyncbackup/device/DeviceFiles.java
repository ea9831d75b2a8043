package io.rsyncbackup.device;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the file of a device that crypttab or fstab names in one of several ways. */
final class DeviceFiles {
    private static final Map<String, String> DIRECTORIES = Map.of(
            "UUID", "by-uuid",
            "PARTUUID", "by-partuuid",
            "LABEL", "by-label",
            "PARTLABEL", "by-partlabel");

    private final Path disks;
    private final CommandRunner runner;

    DeviceFiles(Path disks, CommandRunner runner) {
        this.disks = disks;
        this.runner = runner;
    }

    /** Whether that is the name of a file or of a device, and not of a host or of nothing at all. */
    static boolean namesAFile(String source) {
        return source.startsWith("/") || tag(source).isPresent();
    }

    /** Empty when it is not there now. */
    Optional<Path> find(String source) {
        Optional<Tag> tag = tag(source);
        if (tag.isEmpty()) {
            Path file = Path.of(source);
            return Files.exists(file) ? Optional.of(file) : Optional.empty();
        }
        String directory = DIRECTORIES.get(tag.get().name());
        if (directory != null && !tag.get().value().contains("/")) {
            Path link = disks.resolve(directory).resolve(tag.get().value());
            if (Files.exists(link)) {
                return Optional.of(link);
            }
        }
        return ask(tag.get());
    }

    /** Labels with odd characters are mangled in the names of the links; without udev there are no links at all. */
    private Optional<Path> ask(Tag tag) {
        try {
            CommandResult result = runner.run(Command.of(argv(tag)));
            String answer = result.outputTail().strip();
            return result.succeeded() && answer.startsWith("/") && Files.exists(Path.of(answer))
                    ? Optional.of(Path.of(answer))
                    : Optional.empty();
        } catch (CommandNotStartedException e) {
            return Optional.empty();
        }
    }

    private static List<String> argv(Tag tag) {
        return switch (tag.name()) {
            case "UUID" -> List.of("blkid", "-U", tag.value());
            case "LABEL" -> List.of("blkid", "-L", tag.value());
            default -> List.of("blkid", "-l", "-t", tag.name() + "=" + tag.value(), "-o", "device");
        };
    }

    private static Optional<Tag> tag(String source) {
        int equals = source.indexOf('=');
        if (equals < 0 || !DIRECTORIES.containsKey(source.substring(0, equals))) {
            return Optional.empty();
        }
        String value = source.substring(equals + 1);
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(
                new Tag(source.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value));
    }

    private record Tag(String name, String value) {}
}
