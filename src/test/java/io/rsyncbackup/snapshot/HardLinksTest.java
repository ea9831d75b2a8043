package io.rsyncbackup.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinksTest {
    private static final String TREE = """
            cd "$1" && umask 022
            mkdir -p -- deep/er/and/deeper ' blanks ' -dash empty "$(printf 'latin-\\344')" huge private
            for i in 1 2 3 4 5 6 7 8; do
              mkdir -p -- "deep/er/$i/x" "-dash/$i" && echo "$i" >"deep/er/$i/x/file" && echo "$i" >"-dash/$i/-rf"
            done
            i=0; while [ $i -lt 1500 ]; do : >"huge/a long name of a file, number $i"; i=$((i + 1)); done
            echo content >"$(printf 'control\\a\\r\\nname')"; echo one >deep/one; ln deep/one huge/same; ln deep/one -- -dash/same
            ln -s /etc/passwd deep/link; ln -s nowhere ' blanks /dangling'; mkfifo deep/fifo
            truncate -s 1M deep/sparse; chmod 4755 deep/one; chmod 2775 deep; chmod 1777 huge; chmod 700 private; chmod 555 empty
            echo secret >private/secret; chmod 000 private/secret
            for name in '#hash' ';semi'; do
              for i in 1 2 3 4 5 6 7 8; do mkdir -p "$name/in/side/$i" && echo "$i" >"$name/in/side/$i/file"; done
              echo x >"$name/file"; echo x >"$name/in/file"
              find "$name" -type d -exec setfattr -n user.note -v 'no comment' {} + -exec chmod 2775 {} + \\
                -exec setfacl -m u:12345:rwx {} +
            done
            setfattr -n user.note -v 'of a directory' deep/er; setfattr -n user.note -v 'of the root' .
            setfacl -m u:12345:rx,d:u:12345:rwx deep; setfacl -m u:54321:r huge
            find . -depth -exec touch -h -d '2001-02-03 04:05:06.123456789' {} +
            """;

    @TempDir
    Path disk;

    private final LocalCommandRunner runner = new LocalCommandRunner("test");
    private final List<String> printed = new ArrayList<>();
    private TestDestination destination;

    @BeforeEach
    void makeTree() throws IOException {
        destination = new TestDestination(disk, SnapshotMethod.HARD_LINK);
        Files.createDirectories(destination.layout.latest());
        sh(TREE, destination.layout.latest());
    }

    private String sh(String script, Path... arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-ec", script, "sh"));
        for (Path argument : arguments) {
            argv.add(argument.toString());
        }
        CommandResult result = runner.run(Command.of(argv));
        assertThat(result.succeeded()).as(result.errorTail()).isTrue();
        return result.outputTail();
    }

    private void copy(Path target, StopSignal stop) throws IOException {
        Storage storage = Storage.here(destination.runner);
        Programs programs = new Programs(storage, List.of(), line -> printed.add(new String(line, UTF_8)));
        new HardLinks(storage, destination.layout, programs, stop, 1).make(target);
    }

    @Test
    void followsNoLinkThatTookTheirPlaceSinceTheDirectoriesWereListed() throws IOException {
        Path latest = destination.layout.latest();
        Path elsewhere = Files.createDirectories(disk.resolve("elsewhere/x")).getParent();
        Files.writeString(elsewhere.resolve("x/file"), "another's");
        Meanwhile swap = swap(latest.resolve("deep/er"), elsewhere);
        Programs programs = new Programs(Storage.here(swap), List.of(), line -> {});
        HardLinks links = new HardLinks(Storage.here(swap), destination.layout, programs, StopSignal.NEVER, 1);
        assertThatThrownBy(() -> links.make(disk.resolve("copy")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was replaced by a link");
    }

    @Test
    void removesNothingElsewhereThroughALinkThatTookADirectorysPlace() throws IOException {
        Path old = destination.layout.trash().resolve("old");
        Files.createDirectories(destination.layout.trash());
        Files.move(destination.layout.latest(), old);
        Path elsewhere = Files.createDirectories(disk.resolve("elsewhere/1/x"))
                .getParent()
                .getParent();
        Path foreign = Files.writeString(elsewhere.resolve("1/x/file"), "another's");
        Path direct = Files.writeString(elsewhere.resolve("direct"), "another's");
        Meanwhile swap = swap(old.resolve("deep/er"), elsewhere);
        new StoredTrash(Storage.here(swap), 1).empty(destination.layout, List.of(), StopSignal.NEVER);
        assertThat(swap.done).isTrue();
        assertThat(old).doesNotExist();
        assertThat(foreign).hasContent("another's");
        assertThat(direct).hasContent("another's");
    }

    @Test
    void emptiesNoFileSystemThatWasMountedSinceTheDirectoriesWereListed() throws IOException {
        Path old = destination.layout.trash().resolve("old");
        Files.createDirectories(destination.layout.trash());
        Files.move(destination.layout.latest(), old);
        Path mounted = old.resolve("private");
        assumeTrue(runner.run(Command.of("unshare", "-m", "true")).succeeded(), "needs root, to mount");
        Meanwhile mount = new Meanwhile("mount -t tmpfs none \"$1\" && echo foreign >\"$1/file\"", mounted);
        StoredTrash trash = new StoredTrash(Storage.here(mount), 1);
        try {
            assertThat(trash.empty(destination.layout, List.of(), StopSignal.NEVER))
                    .singleElement()
                    .asString()
                    .contains("old is left");
            assertThat(mount.done).isTrue();
            assertThat(mounted.resolve("file")).hasContent("foreign");
            assertThat(old.resolve("huge")).doesNotExist();
        } finally {
            sh("umount \"$1\"", mounted);
        }
        assertThat(trash.empty(destination.layout, StopSignal.NEVER)).isEmpty();
        assertThat(old).doesNotExist();
    }

    /** As somebody does whose directory it is. */
    private Meanwhile swap(Path directory, Path elsewhere) {
        return new Meanwhile("mv \"$1\" \"$1.moved\" && ln -s \"$2\" \"$1\"", directory, elsewhere);
    }

    /** Does something between the walk and the work. */
    private final class Meanwhile implements CommandRunner {
        private final String script;
        private final Path[] arguments;
        private boolean done;

        Meanwhile(String script, Path... arguments) {
            this.script = script;
            this.arguments = arguments;
        }

        @Override
        public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
            CommandResult result = runner.run(command, output, stop);
            if (!done && command.argv().contains("find") && command.argv().contains("-xdev")) {
                done = true;
                sh(script, arguments);
            }
            return result;
        }
    }

    @Test
    void severalMakeTheSameCopyAsOne() throws IOException {
        Path latest = destination.layout.latest();
        Path copy = disk.resolve("copy");
        copy(copy, StopSignal.NEVER);
        assertThat(printed).isEmpty();
        assertThat(destination.runner.programs()).containsExactly("find", "xargs", "rsync", "rsync");
        Path one = disk.resolve("one");
        sh("cp --archive --link --no-target-directory \"$1\" \"$2\"", latest, one);
        for (Path other : List.of(latest, one)) {
            assertThat(sh(
                            "rsync -aHAXn --delete --itemize-changes --modify-window=-1 --checksum \"$1/\" \"$2/\"",
                            other,
                            copy))
                    .isEmpty();
        }
        String inodes = "cd \"$1\" && find . ! -type d -printf '%i %p\\0' | sort -z | md5sum; find . | wc -l";
        assertThat(sh(inodes, copy)).isEqualTo(sh(inodes, latest)).isEqualTo(sh(inodes, one));
    }

    @Test
    void failsWhenOneOfThemDoes() throws IOException {
        Path copy = disk.resolve("copy");
        sh("mkdir -p \"$1/deep/er/3\" && : >\"$1/deep/er/3/x\"", copy);
        assertThatThrownBy(() -> copy(copy, StopSignal.NEVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cp ended with exit code")
                .hasMessageContaining("3/x");
    }

    @Test
    void makesNothingMoreWhenItIsStopped() {
        RequestedStop stop = new RequestedStop();
        destination.runner.before(argv -> {
            if (argv.getFirst().equals("xargs")) {
                stop.request();
            }
        });
        assertThatThrownBy(() -> copy(disk.resolve("copy"), stop))
                .isInstanceOfSatisfying(
                        SnapshotException.class,
                        e -> assertThat(e.reason()).isEqualTo(SnapshotException.Reason.STOPPED));
        assertThat(destination.runner.programs()).endsWith("find", "xargs");
    }

    @Test
    void aLineEndInTheNameOfADirectoryLeavesItToOne() throws IOException {
        Path latest = destination.layout.latest();
        sh("mkdir \"$1/$(printf 'line\\nend')\" \"$1/$(printf 'return\\rs')\"", latest);
        Path copy = disk.resolve("copy");
        copy(copy, StopSignal.NEVER);
        assertThat(destination.runner.programs()).containsExactly("find", "cp");
        assertThat(sh("rsync -aHAXn --delete --itemize-changes --modify-window=-1 \"$1/\" \"$2/\"", latest, copy))
                .isEmpty();
    }

    @Test
    void theTrashIsEmptiedBySeveralToo() throws IOException {
        Path latest = destination.layout.latest();
        sh(
                "mkdir -p \"$1/trash\" && cp --archive --link \"$2\" \"$1/trash/old\" && cp --archive \"$2\" \"$1/trash/older\"",
                destination.layout.own(),
                latest);
        StoredTrash trash = new StoredTrash(Storage.here(runner), 1);
        assertThat(trash.empty(destination.layout, StopSignal.NEVER)).isEmpty();
        assertThat(trash.pending(destination.layout)).isZero();
        assertThat(latest.resolve("deep/one")).hasContent("one");
    }
}
