package io.rsyncbackup.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the project, as they are committed. */
record SourceTree(Path directory) {
    /** Files below that end in {@code suffix} and have more than {@code lines} lines, each with how many. */
    List<String> filesLongerThan(int lines, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> lines(file) > lines)
                    .map(file -> directory.relativize(file) + " has " + lines(file) + " lines")
                    .sorted()
                    .toList();
        }
    }

    /** Paths as git knows them; absent where this is no work tree of git or git is not installed. */
    Optional<List<String>> committed() throws IOException, InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files", "-z")
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0
                    ? Optional.of(Arrays.stream(names.split("\0"))
                            .filter(name -> !name.isEmpty())
                            .toList())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Those of {@code files} that match, each with the line. Files that are gone from the work tree hold nothing. */
    List<String> linesThatHold(Pattern pattern, List<String> files) {
        return files.stream()
                .filter(file -> Files.isRegularFile(directory.resolve(file)))
                .flatMap(file -> linesThatHold(pattern, file).stream())
                .toList();
    }

    private List<String> linesThatHold(Pattern pattern, String file) {
        // one byte, one character: so every file can be read, and all that is looked for is ASCII
        List<String> lines = read(directory.resolve(file)).lines().toList();
        return Stream.iterate(0, index -> index < lines.size(), index -> index + 1)
                .filter(index -> pattern.matcher(lines.get(index)).find())
                .map(index -> file + ":" + (index + 1))
                .toList();
    }

    private static long lines(Path file) {
        return read(file).lines().count();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
