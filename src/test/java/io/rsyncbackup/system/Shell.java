package io.rsyncbackup.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a bash script for a test; bytes in, bytes out, a failure is an exception with what it printed. */
public final class Shell {
    private Shell() {}

    /** Arguments are {@code $1, $2 …}; ends at the first command that fails. */
    public static String run(String script, Object... arguments) {
        return new String(bytes(script, arguments), StandardCharsets.UTF_8).strip();
    }

    public static byte[] bytes(String script, Object... arguments) {
        var result = attempt(script, arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("exit " + result.exitCode() + " of: " + script + "\n" + result.error());
        }
        return result.output();
    }

    public static Result attempt(String script, Object... arguments) {
        var argv = new ArrayList<>(List.of("bash", "-c", "set -euo pipefail\n" + script, "bash"));
        Arrays.stream(arguments).map(Object::toString).forEach(argv::add);
        try {
            var errors = Files.createTempFile("shell", ".err");
            var builder = new ProcessBuilder(argv).redirectError(errors.toFile());
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            int exitCode = process.waitFor();
            var error = Files.readString(errors, StandardCharsets.ISO_8859_1);
            Files.deleteIfExists(errors);
            return new Result(exitCode, output, error);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    public record Result(int exitCode, byte[] output, String error) {}
}
