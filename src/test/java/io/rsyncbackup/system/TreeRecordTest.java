package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proof is worth what it can refute: each kind of change must be seen. */
class TreeRecordTest {
    @TempDir
    Path directory;

    Path tree = Path.of("/nowhere");

    @BeforeEach
    void makeTree() {
        Needs.programs("setfattr", "setfacl", "rsync");
        tree = directory.resolve("tree");
        SampleTrees.everything(tree);
    }

    @Test
    void seesNoDifferenceInAnUntouchedTree() {
        assertThat(TreeRecord.of(tree).differences(TreeRecord.of(tree))).isEmpty();
    }

    @Test
    void seesNoDifferenceInAFaithfulCopyAndItsHardLinks() {
        var before = TreeRecord.of(tree);
        Shell.run(
                "cp -a \"$1\" \"$2\"; cp -al \"$1\" \"$3\"",
                tree,
                directory.resolve("copy"),
                directory.resolve("linked"));
        assertThat(before.differences(TreeRecord.of(directory.resolve("copy")))).isEmpty();
        assertThat(before.differences(TreeRecord.of(directory.resolve("linked"))))
                .isEmpty();
        assertThat(before.differences(TreeRecord.of(tree))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chmod 0601 docs/two",
                "chmod 0700 empty",
                "touch -d '2001-02-03 04:05:06.123456788Z' stamped",
                "touch -h -d '2002-02-03 04:05:06.987654322Z' link",
                "touch docs",
                "printf twp >docs/two; touch -d '2001-01-01Z' docs/two",
                "printf more >>docs/three",
                "setfacl -m u:12345:rw docs/two",
                "setfacl -d -m u:12346:rwx deep",
                "setfattr -n user.colour -v red docs/one",
                "setfattr -x user.binary 'with space'",
                "rm fifo",
                "rm fifo; touch fifo",
                "touch $'new-\\xff'",
                "printf x >>$'not-utf8-\\xff\\xfe'",
                "setfattr -n user.a -v b $'dir-\\xe9'",
                "setfattr -n user.a -v b $'new\\nline'",
                "rmdir empty",
                "cp -p --remove-destination docs/one-again docs/x; mv docs/x docs/one-again",
                "ln -f docs/two docs/three",
                "ln -sfn docs/two link",
            })
    void seesAChange(String change) {
        assertSeen(change);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chown 99 docs/two",
                "chgrp 99 empty",
                "chown -h 99 link",
                "rm null; mknod null c 1 5",
                "rm null; mknod null b 1 3",
                "setfattr -h -n trusted.onlink -v no link",
            })
    void seesAChangeThatOnlyRootCanMake(String change) {
        Needs.root();
        assertSeen(change);
    }

    private void assertSeen(String change) {
        var before = TreeRecord.of(tree);
        Shell.run("cd \"$1\"; " + change, tree);
        assertThat(before.differences(TreeRecord.of(tree))).as(change).isNotEmpty();
    }
}
