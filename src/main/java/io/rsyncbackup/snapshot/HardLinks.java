package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A copy of latest by hard links: several cp at once make a large one. Every name becomes one of latest's own inode, so
 * names that are one file stay so wherever the tree is cut.
 */
final class HardLinks {
    private static final String AT_THE_LIMIT = "Too many links";
    /** Where rsync says that, in YXcstpoguax. */
    private static final int ACCESS_LIST = 9;

    /** What it makes above its part is only made, and gets its attributes when nothing more is put into it. */
    private static final String LINK = """
            umask 077
            target=$TARGET/$directory
            [ -d "$target" ] || mkdir -p -- "$target" || exit 1
            [ $# = 0 ] || exec cp --archive --link --target-directory="$target" -- "$@"
            { find . -mindepth 1 -maxdepth 1 ! -type d -print0 || printf 'what could not be read\\0'; } \
              | xargs --null --no-run-if-empty --max-args=1000 --max-procs="$HANDS" \
                cp --archive --link --target-directory="$target" --""";

    private final Storage storage;
    private final DestinationLayout layout;
    private final Programs programs;
    private final StopSignal stop;
    private final ManyHands many;

    HardLinks(Storage storage, DestinationLayout layout, Programs programs, StopSignal stop) {
        this(storage, layout, programs, stop, ManyHands.SMALLEST);
    }

    /** @param smallest the least work that is shared */
    HardLinks(Storage storage, DestinationLayout layout, Programs programs, StopSignal stop, long smallest) {
        this.storage = storage;
        this.layout = layout;
        this.programs = programs;
        this.stop = stop;
        this.many = new ManyHands(storage, smallest);
    }

    void make(Path target) throws IOException {
        CommandResult first = link(target);
        if (first.succeeded() || !first.errorTail().contains(AT_THE_LIMIT)) {
            Programs.requireSuccess("cp", first);
            return;
        }
        // rare, and looking for it each time beforehand would cost a tenth of the copy
        TrashBin.receive(storage, layout, programs, target);
        LinkLimit.makeRoom(storage, layout, programs, stop);
        Programs.requireSuccess("cp", link(target));
    }

    private CommandResult link(Path target) throws IOException {
        String latest = layout.latest().toString();
        Optional<TreeParts> tree = many.parts(layout.latest(), programs.prefix(), stop);
        if (tree.isEmpty()) {
            return programs.run(
                    stop,
                    List.of("cp", "--archive", "--link", "--no-target-directory", "--", latest, target.toString()));
        }
        CommandResult linked = programs.run(
                stop,
                many.share(tree.get(), programs.prefix(), layout.latest(), LINK, Map.of("TARGET", target.toString())),
                programs.output(),
                "cp");
        if (linked.succeeded()) {
            describe(tree.get(), latest, target);
        }
        return linked;
    }

    /**
     * cp would take what is in a directory with its attributes. rsync takes the group's part of an access list from the mode
     * that the directory had before, so where there is one it needs to look twice.
     */
    private void describe(TreeParts tree, String latest, Path target) throws IOException {
        if (copyAttributes(tree, latest, target)) {
            copyAttributes(tree, latest, target);
        }
    }

    /** @return true when it changed an access list */
    private boolean copyAttributes(TreeParts tree, String latest, Path target) throws IOException {
        List<String> argv = new ArrayList<>(programs.prefix());
        argv.addAll(List.of(
                "rsync",
                "--archive",
                "--acls",
                "--xattrs",
                "--numeric-ids",
                "--no-recursive",
                "--dirs",
                // the root brings what lies directly in it
                "--filter=-! */",
                // else a directory that changed in this very second keeps the rest of it from its making
                "--modify-window=-1",
                "--out-format=%i",
                "--from0",
                "--files-from=-",
                "--",
                latest + "/",
                target + "/"));
        AtomicBoolean changed = new AtomicBoolean();
        CommandOutput lines = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                if (line.length > ACCESS_LIST && line[ACCESS_LIST] == 'a') {
                    changed.set(true);
                }
            }

            @Override
            public void err(byte[] line) {
                programs.log(line);
            }
        };
        // a name that begins with # or ; would be a comment
        List<String> names = tree.shared().stream()
                .map(name -> name.equals(".") ? name : "./" + name)
                .toList();
        Command command = Command.of(argv).withInput(ManyHands.names(names));
        Programs.requireSuccess("rsync", programs.run(stop, command, lines, "rsync"));
        return changed.get();
    }
}
