package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** No transfer changes anything of an older snapshot, and latest is the source after each. */
class ImmutabilityTest {
    static final String TREE = """
            mkdir -p a/b/c empty other
            echo one > a/one; echo two > a/b/two; echo three > a/b/c/three; echo four > other/four
            echo linked > a/l1; ln a/l1 a/l2; ln a/l1 other/l3
            echo single > s1; echo single > s2; touch -r s1 s2
            ln -s one a/symlink; ln -s target other/symlink; ln a/symlink a/symlink2
            mkfifo a/fifo; mknod other/zero c 1 5
            truncate -s 3M sparse; echo end >> sparse
            setfacl -m u:daemon:r a/one; setfattr -n user.note -v hello a/b/two
            setfattr -n user.long -v 0123456789012345678901234567890123456789012345678901234567890 a/b/c/three
            printf x > $'new\\nline'; printf x > $'\\xff\\xfe'; printf x > '\\#123'; printf x > -dash
            printf x > '#hash'; printf x > ';semicolon'; printf x > 'back\\slash'; printf x > 'co:lon'; printf x > ' space '
            mkdir $'d\\xff'; printf x > $'d\\xff/\\n'
            """;

    static final List<String> CHANGES = List.of(
            "chmod 600 a/one",
            "chmod 711 a other",
            "chmod 700 .",
            "chown 12:34 a/one",
            "chown -h 12:34 a/symlink other/symlink a/fifo other/zero",
            "setfacl -m u:bin:rw a/b/two; setfacl -b a/one",
            "setfattr -n user.note -v changed a/b/two; setfattr -x user.long a/b/c/three",
            "setfattr -n user.long -v 9123456789012345678901234567890123456789012345678901234567890 a/b/c/three",
            "setfattr -n user.d -v x a; setfacl -m d:u:bin:r a/b",
            "touch -d 2001-02-03 a/one a/b",
            "touch -h -d 2001-02-03 a/symlink other/symlink; touch -d 2001-02-03 a/fifo other/zero",
            "echo more >> a/one",
            "echo new > n; mv n a/one",
            "echo changed > a/l2",
            "chmod 600 a/l3 2>/dev/null || chmod 600 other/l3",
            "cp -p a/l1 n; mv n a/l1",
            "cp -p a/l1 n; ln -f n a/l1; ln -f n a/l2; rm n",
            "ln -f s1 s2",
            "ln -f s1 s2; chmod 600 s1",
            "ln -f a/l1 s1; ln -f a/l1 s2",
            "ln a/b/two zz; ln a/l1 0first; ln a/symlink zsym",
            "rm a/l1",
            "rm a/symlink2; ln -s one a/symlink2; touch -h -r a/symlink a/symlink2",
            "ln -sfn elsewhere a/symlink",
            "rm a/fifo; mkfifo a/fifo; chmod 600 a/fifo",
            "rm other/zero; mknod other/zero c 1 7",
            "mv a/b other/moved",
            "mv a x; mv other a; mv x other",
            "mv s1 x; mv s2 s1; mv x s2",
            "mv a/one x; mv other/four a/one; mv x other/four",
            "rm -r a",
            "rm -r *",
            "rm -r a; echo file > a",
            "rm s1; mkdir s1; echo in > s1/in",
            "rm a/symlink; mkdir a/symlink; echo in > a/symlink/in",
            "rm a/symlink; echo in > a/symlink",
            "rm a/one; ln -s two a/one; rm other/four; mkfifo other/four",
            "rm -r a/b; ln -s /nonexistent a/b",
            "rm -r empty; ln -s ../a empty",
            "rm -r other; ln a/l1 other",
            "rm s1; mkdir s1; echo q > s1/q; ln s1/q zz",
            "rm s1; mkdir s1; ln a/l2 s1/l; rm a/l1; ln -f s1/l s2",
            "rm a/symlink a/symlink2; mkdir a/symlink; ln s1 a/symlink/one; ln s1 zz",
            "chown -R 0:0 .",
            "chmod 600 $'new\\nline' $'\\xff\\xfe' '\\#123' ./-dash '#hash' ';semicolon' 'back\\slash' 'co:lon' ' space ' $'d\\xff/\\n'",
            "rm $'new\\nline' $'\\xff\\xfe' '\\#123' ./-dash '#hash' ';semicolon' 'back\\slash' 'co:lon' ' space ' $'d\\xff/\\n'",
            "printf 'y' > sparse");

    @TempDir
    Path directory;

    Transfers transfers;

    @BeforeEach
    void oneSnapshot() throws IOException {
        transfers = new Transfers(directory).prepare(TREE);
        transfers.assertSucceeded(transfers.run());
        transfers.snapshot();
        transfers.assertFaithful("the first transfer");
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void everyOldSnapshotStaysWhenTheSourceChanges(String change) {
        transfers.prepare(script(change));
        transfers.assertSucceeded(transfers.run());
        transfers.assertFaithful(change);

        transfers.snapshot();
        transfers.assertSucceeded(transfers.run());
        assertThat(transfers.writes).as("nothing is left to do").isZero();
        transfers.assertFaithful("a second transfer");
    }

    /** An empty source is refused, and a wildcard stands for a name that begins with a hyphen. */
    static String script(String change) {
        return change.equals("rm -r *") ? "touch keep; find . -mindepth 1 ! -name keep -delete" : change;
    }
}
