package io.rsyncbackup.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Runs bash inside the machine, through QEMU's guest agent: no network, no login, nothing to encrypt. */
final class GuestShell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BOOT = Duration.ofMinutes(10);

    private final JsonLines lines = new JsonLines();
    private final Path log;
    private int greetings;

    GuestShell(Path log) throws IOException {
        this.log = log;
    }

    /** What a script printed, and how it ended; ended by signal N is 128 + N. */
    record Result(int exitCode, String output, String error) {}

    int port() {
        return lines.port();
    }

    /** Waits until the guest is up so far that it answers. */
    void connect() throws IOException {
        lines.accept(Duration.ofSeconds(60));
        long deadline = System.nanoTime() + BOOT.toNanos();
        while (System.nanoTime() < deadline) {
            int greeting = ++greetings;
            lines.send(Map.of("execute", "guest-sync", "arguments", Map.of("id", greeting)));
            if (lines.await(message -> message.path("return").asInt(-1) == greeting, Duration.ofSeconds(1)) != null) {
                return;
            }
        }
        throw new IOException("the machine did not boot within " + BOOT);
    }

    /** Output of a script that must succeed; arguments are {@code $1, $2 …}; ends at the first command that fails. */
    String run(String script, Object... arguments) {
        var result = attempt(script, arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("exit " + result.exitCode() + " in the machine of: " + script + "\n"
                    + result.output() + result.error());
        }
        return result.output().strip();
    }

    Result attempt(String script, Object... arguments) {
        return execute("set -euo pipefail\n" + script, "", arguments);
    }

    /** Writes a file there, of mode 0600. */
    void write(String path, String content) {
        var result = execute("umask 077; mkdir -p \"${1%/*}\"; cat >\"$1\"", content, path);
        if (result.exitCode() != 0) {
            throw new AssertionError("could not write " + path + ": " + result.error());
        }
    }

    @Override
    public void close() {
        lines.close();
    }

    private synchronized Result execute(String script, String input, Object... arguments) {
        long started = System.nanoTime();
        var argv = new ArrayList<>(List.of("-c", script, "bash"));
        Arrays.stream(arguments).map(Object::toString).forEach(argv::add);
        var pid = ask(
                        "guest-exec",
                        Map.of(
                                "path",
                                "/bin/bash",
                                "arg",
                                argv,
                                "env",
                                List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/root"),
                                "input-data",
                                encode(input),
                                "capture-output",
                                true))
                .path("pid")
                .asInt();
        var status = awaitExit(pid, script);
        int exitCode = status.has("signal")
                ? 128 + status.path("signal").asInt()
                : status.path("exitcode").asInt();
        var result = new Result(exitCode, decode(status.path("out-data")), decode(status.path("err-data")));
        note(script, arguments, result, System.nanoTime() - started);
        return result;
    }

    private JsonNode awaitExit(int pid, String script) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int pause = 5; System.nanoTime() < deadline; pause = Math.min(100, 2 * pause)) {
            var status = ask("guest-exec-status", Map.of("pid", pid));
            if (status.path("exited").asBoolean()) {
                return status;
            }
            VirtualMachine.pause(pause);
        }
        throw new AssertionError("still running in the machine after " + PATIENCE + ": " + script);
    }

    private JsonNode ask(String command, Map<String, ?> arguments) {
        lines.send(Map.of("execute", command, "arguments", arguments));
        // Answers to greetings that came late are numbers.
        var answer = lines.await(
                message -> message.has("error") || message.path("return").isObject(), Duration.ofSeconds(60));
        if (answer == null || answer.has("error")) {
            throw new IllegalStateException("the guest agent: " + command + ": " + answer);
        }
        return answer.path("return");
    }

    private void note(String script, Object[] arguments, Result result, long nanoseconds) {
        var text = "%.1f s, exit %d: %s %s%n%s%s%n"
                .formatted(
                        nanoseconds / 1e9,
                        result.exitCode(),
                        script.replace("set -euo pipefail\n", ""),
                        Arrays.toString(arguments),
                        result.output(),
                        result.error());
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(JsonNode data) {
        return new String(Base64.getDecoder().decode(data.asString("")), StandardCharsets.UTF_8);
    }
}
