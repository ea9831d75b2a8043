package io.rsyncbackup.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A tree of small files, twenty in each directory, of 5 kB each in the mean; the same one for the same numbers.
 *
 * @param root is made
 */
public record BenchTree(Path root, int files) {
    private static final int IN_ONE_DIRECTORY = 20;
    private static final int DIRECTORIES_BELOW_ONE = 50;
    private static final int MEAN_SIZE = 5_080;

    /** Makes a tree. */
    public static BenchTree make(Path root, int files) {
        BenchTree tree = new BenchTree(root, files);
        int directories = (files + IN_ONE_DIRECTORY - 1) / IN_ONE_DIRECTORY;
        IntStream.range(0, directories).parallel().forEach(directory -> {
            create(tree.directory(directory));
            Random random = new Random(directory);
            int first = directory * IN_ONE_DIRECTORY;
            for (int file = first; file < Math.min(files, first + IN_ONE_DIRECTORY); file++) {
                tree.write(file, random);
            }
        });
        return tree;
    }

    /** Changes the contents of 1 % of the files and the modes of another 1 %, others in each round. */
    public void change(int round) {
        int[] chosen =
                new Random(round).ints(0, files).distinct().limit(files / 50).toArray();
        Random random = new Random(-round - 1L);
        for (int i = 0; i < chosen.length; i++) {
            if (i % 2 == 0) {
                write(chosen[i], random);
            } else {
                toggle(file(chosen[i]));
            }
        }
    }

    Path file(int file) {
        return directory(file / IN_ONE_DIRECTORY).resolve("file-%07d.dat".formatted(file));
    }

    private Path directory(int directory) {
        return root.resolve("branch-%04d/leaf-%06d".formatted(directory / DIRECTORIES_BELOW_ONE, directory));
    }

    private void write(int file, Random random) {
        byte[] bytes = new byte[random.nextInt(2 * MEAN_SIZE)];
        random.nextBytes(bytes);
        try {
            Files.write(file(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void toggle(Path file) {
        try {
            boolean open = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("r--");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open ? "rw-r-----" : "rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path created(Path directory) {
        create(directory);
        return directory;
    }

    static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
