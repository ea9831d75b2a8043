package io.rsyncbackup.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs that are measured, from their start to their end. */
public final class Program {
    private Program() {}

    /** Seconds that a shell script took; fails when it does. What it prints is thrown away, but read. */
    public static double seconds(Path directory, String script, String... arguments) {
        Stream<String> argv = Stream.concat(Stream.of("bash", "-e", "-c", script, "bench"), Stream.of(arguments));
        long start = System.nanoTime();
        String output = run(directory, Map.of(), argv.toList());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (output.startsWith("\0")) {
            throw new AssertionError(script + " failed: " + output);
        }
        return seconds;
    }

    static boolean installed(String program) {
        return Stream.of("/usr/local/bin", "/usr/bin", "/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static String run(Path directory, Map<String, String> environment, List<String> argv) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] tail = new byte[0];
            byte[] buffer = new byte[1 << 16];
            try (var output = process.getInputStream()) {
                for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                    tail = java.util.Arrays.copyOf(buffer, count);
                }
            }
            String last = new String(tail, java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? last : "\0" + last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
