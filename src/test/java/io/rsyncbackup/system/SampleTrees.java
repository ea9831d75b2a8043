package io.rsyncbackup.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Trees to back up. */
public final class SampleTrees {
    private SampleTrees() {}

    /** A small tree with everything a file system can hold that an ordinary user can make. */
    private static final String ORDINARY = """
            cd "$1"
            mkdir -p docs empty 'with space' -- '-rf' deep/a/b/c
            printf one >docs/one; printf two >docs/two; printf three >docs/three
            : >docs/nothing
            printf dash >./-n; printf dash >'-rf/--delete'; printf colon >'host:path'; printf colon >'::module'
            printf newline >$'new\\nline'; printf tab >$'tab\\there'; printf cr >$'carriage\\rreturn'
            printf bytes >$'not-utf8-\\xff\\xfe'; mkdir $'dir-\\xe9'; printf inner >$'dir-\\xe9/in\\xe9'
            printf utf8 >'grüße-日本'; printf back >'back\\slash'; printf octal >'\\#012'; printf star >'*'; printf quote >"it's \\"q\\""
            printf spaces >' leading and trailing '; printf excl >'! not a filter'; printf hash >'# not a comment'
            printf mode >docs/executable; chmod 0755 docs/executable; chmod 0600 docs/two; chmod 0444 docs/three
            chmod 1777 empty; chmod 2750 deep/a
            ln -s docs/one link; ln -s /nowhere/at/all dangling; ln -s "$(printf 'x%.0s' {1..200})" long-link; ln -s docs dirlink
            ln docs/one docs/one-again; ln docs/one deep/a/one-elsewhere
            mkfifo fifo
            truncate -s 10M sparse; printf end >>sparse
            printf stamped >stamped; touch -d '2001-02-03 04:05:06.123456789Z' stamped
            touch -h -d '2002-02-03 04:05:06.987654321Z' link
            setfattr -n user.colour -v green docs/one; setfattr -n user.binary -v 0x00ff10 'with space'
            setfacl -m u:12345:r,g:23456:rw docs/two; setfacl -d -m u:12345:rwx deep
            touch -d '2003-02-03 04:05:06.111111111Z' deep/a/b/c deep/a/b deep
            """;

    private static final String PRIVILEGED = """
            cd "$1"
            mknod null c 1 3; mknod disk b 7 99
            printf owned >owned; chown 1234:5678 owned; chown -h 1234:5678 dangling; chown 4321 deep/a/b
            printf setuid >setuid; chown 1234 setuid; chmod 4755 setuid
            setfattr -n trusted.secret -v yes docs/three
            setfattr -h -n trusted.onlink -v yes link
            touch -d '2003-02-03 04:05:06.111111111Z' deep/a/b deep
            """;

    public static void everything(Path root) {
        Shell.run(ORDINARY, create(root));
        if (isRoot()) {
            Shell.run(PRIVILEGED, root);
        }
    }

    /** Small files with random content, a hundred to a directory. */
    public static void files(Path root, int count, RandomGenerator random) {
        try {
            for (int number = 0; number < count; number++) {
                var directory = root.resolve("d" + number / 100);
                if (number % 100 == 0) {
                    Files.createDirectories(directory);
                }
                byte[] content = new byte[random.nextInt(1, 4096)];
                random.nextBytes(content);
                Files.write(directory.resolve("f" + number), content);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static boolean isRoot() {
        return Shell.run("id -u").equals("0");
    }
}
