package io.rsyncbackup.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandInput;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.snapshot.TreeParts.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several programs at once that work on parts of one tree of this host. Names stay bytes. */
final class ManyHands {
    /** The least work that is shared: one program does it in half a second. */
    static final long SMALLEST = 50_000;

    /** More than processors: each waits for the file system's journal and for locks of directories now and then. */
    private static final int HANDS = 4;

    private static final int PARTS_OF_EACH = 8;
    /** Where a directory's number of links tells that no directory is in it, so that it need not be read. */
    private static final Set<String> COUNT_DIRECTORIES = Set.of("ext2", "ext3", "ext4", "xfs", "tmpfs");
    /** A part is so many arguments, filled up at its front: xargs cuts by count. */
    private static final int ARGUMENTS = 1_024;

    private static final String MOST_CHARACTERS = "200000";
    /**
     * Directories may belong to people who are at work in them: one who puts a link in the place of a directory that was
     * listed would lead a program of root's elsewhere.
     */
    private static final String ENTER = """
            root=$(cd -P -- "$1" && pwd -P) || exit 1
            shift; shift "$1"; directory=$1; shift
            there=$root/$directory
            [ "$directory" != . ] || there=$root
            cd -P -- "$there" || exit 1
            [ "$(pwd -P)" = "$there" ] || { echo "$there was replaced by a link while it was read" >&2; exit 1; }
            """;

    private final Storage storage;
    private final long smallest;

    ManyHands(Storage storage, long smallest) {
        this.storage = storage;
        this.smallest = smallest;
    }

    /**
     * Only where this server needs nothing in front of programs that is allowed to know them: sudo.
     *
     * @param prefix goes in front of find
     */
    Optional<TreeParts> parts(Path root, List<String> prefix, StopSignal stop) throws IOException {
        if (!storage.local() || prefix.contains("sudo")) {
            return Optional.empty();
        }
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(List.of("find", root.toString(), "-xdev", "-type", "d", "-printf", "%d %s %P/\\n"));
        if (COUNT_DIRECTORIES.contains(storage.fileSystemType(root))) {
            argv.addAll(List.of("-links", "2", "-prune"));
        }
        TreeWalk walk = new TreeWalk(HANDS * PARTS_OF_EACH);
        CommandOutput lines = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                walk.accept(line);
            }
        };
        CommandResult result = storage.runner().run(Command.of(argv), lines, stop);
        // whatever it could not read, the one program that does everything will tell
        return result.succeeded() ? walk.end(smallest) : Optional.empty();
    }

    /**
     * @param script of a shell that finds itself in {@code $directory}, below the root, or "."; its arguments are names in it,
     *     or none for all that is no directory there; {@code $HANDS} tells how many may work at once
     * @param variables of the script
     */
    Command share(TreeParts tree, List<String> prefix, Path root, String script, Map<String, String> variables) {
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(List.of(
                "xargs",
                "--null",
                "--exit",
                "--max-args=" + ARGUMENTS,
                "--max-chars=" + MOST_CHARACTERS,
                "--max-procs=" + HANDS,
                "sh",
                "-c",
                ENTER + script,
                "sh",
                root.toString()));
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HANDS", Integer.toString(HANDS));
        return new Command(argv, environment, null).withInput(feed(tree.parts()));
    }

    static CommandInput names(List<String> names) {
        return stream -> {
            try (OutputStream out = new BufferedOutputStream(stream)) {
                for (String name : names) {
                    write(out, name);
                }
            }
        };
    }

    private static CommandInput feed(List<Part> parts) {
        return stream -> {
            try (OutputStream out = new BufferedOutputStream(stream)) {
                for (Part part : parts) {
                    int fill = ARGUMENTS - 1 - part.names().size();
                    out.write(Integer.toString(fill).getBytes(US_ASCII));
                    for (int i = 0; i < fill; i++) {
                        out.write(0);
                    }
                    write(out, part.directory());
                    for (String name : part.names()) {
                        write(out, name);
                    }
                }
            }
        };
    }

    private static void write(OutputStream out, String name) throws IOException {
        out.write(name.getBytes(ISO_8859_1));
        out.write(0);
    }
}
