package io.rsyncbackup.machine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the API says of a run that has ended. */
record MachineRun(JsonNode json) {
    String state() {
        return text("state");
    }

    String reason() {
        return text("reason");
    }

    String message() {
        return text("message");
    }

    String snapshot() {
        return text("snapshot");
    }

    String id() {
        return text("id");
    }

    String warnings() {
        return json.path("warnings").toString();
    }

    /** Each as {@code mount succeeded}. */
    List<String> steps() {
        return StreamSupport.stream(json.path("steps").spliterator(), false)
                .map(step ->
                        step.path("name").asString() + " " + step.path("state").asString())
                .toList();
    }

    /** Empty when the step started none. */
    String command(String step) {
        return StreamSupport.stream(json.path("steps").spliterator(), false)
                .filter(one -> one.path("name").asString().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + step + ": " + this))
                .path("command")
                .asString("");
    }

    String summary() {
        var durations = StreamSupport.stream(json.path("steps").spliterator(), false)
                .map(step -> step.path("name").asString() + " "
                        + Math.round(step.path("durationSeconds").asDouble(0)))
                .collect(Collectors.joining(", "));
        return text("plan") + " " + state() + " " + reason() + " (seconds: " + durations + ")";
    }

    @Override
    public String toString() {
        return json.toPrettyString();
    }

    private String text(String name) {
        return json.path(name).asString("");
    }
}
