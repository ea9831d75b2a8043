package io.rsyncbackup.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the README tells people to type. */
final class Readme {
    private Readme() {}

    /** The one block of commands that has this word in it. */
    static String commands(String word) {
        try {
            var blocks = Pattern.compile("(?ms)^```sh\n(.*?)^```$")
                    .matcher(Files.readString(Path.of("README.md")))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(word))
                    .toList();
            if (blocks.size() != 1) {
                throw new AssertionError(blocks.size() + " blocks of commands in the README with " + word);
            }
            return blocks.getFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
