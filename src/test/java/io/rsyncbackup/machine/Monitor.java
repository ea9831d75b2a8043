package io.rsyncbackup.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** QEMU's own control channel (QMP). */
final class Monitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JsonLines lines = new JsonLines();
    private int asked;

    Monitor() throws IOException {}

    int port() {
        return lines.port();
    }

    void connect() throws IOException {
        lines.accept(PATIENCE);
        lines.await(message -> message.has("QMP"), PATIENCE);
        execute("qmp_capabilities", Map.of());
    }

    /** Answers what the command returned. */
    synchronized JsonNode execute(String command, Map<String, ?> arguments) {
        var id = "command-" + ++asked;
        lines.send(Map.of("execute", command, "arguments", arguments, "id", id));
        var answer = lines.await(message -> message.path("id").asString("").equals(id), PATIENCE);
        if (answer == null || answer.has("error")) {
            throw new IllegalStateException(command + " " + arguments + ": " + answer);
        }
        return answer.path("return");
    }

    /** A command of the monitor for people; answers what it printed, which is empty when all is well. */
    String human(String command) {
        return execute("human-monitor-command", Map.of("command-line", command))
                .asString("")
                .strip();
    }

    /** Waits until the guest has let go of a device. */
    synchronized void awaitDeleted(String device) {
        var event = lines.await(
                message -> message.path("event").asString("").equals("DEVICE_DELETED")
                        && message.path("data").path("device").asString("").equals(device),
                PATIENCE);
        if (event == null) {
            throw new IllegalStateException("the guest does not let go of " + device);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
