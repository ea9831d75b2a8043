package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes room for one more name of each file of latest. An inode of ext4 has at most 65,000 names, and cp leaves out what
 * would be one more; such an inode is copied once, and latest's names become names of the copy.
 */
final class LinkLimit {
    private static final long MOST_NAMES = 65_000;
    private static final Set<String> UNLIMITED = Set.of("xfs", "tmpfs", "btrfs");

    /** Keeps the times of the directories that hold the names. Works on bytes: names need not be UTF-8. */
    private static final String RELINK = """
            room=$1; shift
            for name; do
              inode=$(stat --format=%i -- "$name") || exit 1
              [ -e "$room/$inode.wanted" ] || continue
              [ -e "$room/$inode" ] || [ -h "$room/$inode" ] \
                || cp --archive --no-target-directory -- "$name" "$room/$inode" || exit 1
              parent=${name%/*}
              touch --reference="$parent" -- "$room/times" || exit 1
              ln --force --no-target-directory -- "$room/$inode" "$name" || exit 1
              touch --no-create --reference="$room/times" -- "$parent" || exit 1
            done""";

    private record Names(long links, long inLatest) {
        boolean tooMany() {
            return links + inLatest > MOST_NAMES;
        }
    }

    private LinkLimit() {}

    static void makeRoom(Storage storage, DestinationLayout layout, Programs programs, StopSignal stop)
            throws IOException {
        if (UNLIMITED.contains(storage.fileSystemType(layout.latest()))) {
            return;
        }
        Map<Long, Names> full = find(layout.latest(), programs, stop).entrySet().stream()
                .filter(entry -> entry.getValue().tooMany())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (full.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, Names> entry : full.entrySet()) {
            if (2 * entry.getValue().inLatest() > MOST_NAMES) {
                throw new IOException("inode " + entry.getKey() + " has "
                        + entry.getValue().inLatest() + " names in " + layout.latest() + "; at most "
                        + MOST_NAMES / 2 + " can be kept by hard links; exclude some, or use btrfs or xfs");
            }
        }
        Path room = layout.incomplete().resolve("relink." + UUID.randomUUID());
        storage.makeDirectories(room);
        for (long inode : full.keySet()) {
            storage.create(room.resolve(inode + ".wanted"), new byte[0]);
        }
        relink(layout.latest(), room, programs, stop);
        programs.require(stop, "rm", "-rf", "--one-file-system", "--", room.toString());
    }

    /** Every inode that could come near the limit, with its names: half as many links, and the other half in latest. */
    private static Map<Long, Names> find(Path latest, Programs programs, StopSignal stop) throws IOException {
        Map<Long, Names> found = new HashMap<>();
        CommandOutput lines = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                String[] fields = new String(line, StandardCharsets.US_ASCII).split(" ", -1);
                found.merge(
                        Long.parseLong(fields[0]),
                        new Names(Long.parseLong(fields[1]), 1),
                        (before, more) -> new Names(more.links(), before.inLatest() + 1));
            }

            @Override
            public void err(byte[] line) {
                programs.log(line);
            }
        };
        CommandResult result = programs.run(
                stop,
                List.of(
                        "find",
                        latest.toString(),
                        "-xdev",
                        "!",
                        "-type",
                        "d",
                        "-links",
                        "+" + MOST_NAMES / 2,
                        "-printf",
                        "%i %n\\n"),
                lines);
        Programs.requireSuccess("find", result);
        return found;
    }

    private static void relink(Path latest, Path room, Programs programs, StopSignal stop) throws IOException {
        Path names = room.resolve("names");
        programs.require(
                stop,
                "find",
                latest.toString(),
                "-xdev",
                "!",
                "-type",
                "d",
                "-links",
                "+" + MOST_NAMES / 2,
                "-fprint0",
                names.toString());
        programs.require(
                stop,
                "xargs",
                "--null",
                "--no-run-if-empty",
                "--arg-file=" + names,
                "sh",
                "-c",
                RELINK,
                "relink",
                room.toString());
    }
}
