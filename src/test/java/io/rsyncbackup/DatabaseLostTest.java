package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The database is gone, the destination is there: one command, and all that lies on the disk is known again. */
class DatabaseLostTest {
    private static final String SNAPSHOTS = "/api/v1/plans/laptop/snapshots";
    private static final String WITHOUT_ROTATION = "{\"steps\": [\"backup\", \"snapshot\"]}";

    @TempDir
    Path temporary;

    @Test
    void adoptFindsEverySnapshotWithPinNoteAndMarkAndTheNextRunGoesOnFromThere() throws Exception {
        Path source = Files.createDirectories(temporary.resolve("source"));
        Files.writeString(source.resolve("file"), "text");
        Path destination = temporary.resolve("disk/laptop");
        JsonNode before;
        try (RunningServer server = server("first")) {
            answer(server.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}"), 200);
            for (int i = 0; i < 3; i++) {
                assertThat(run(server, WITHOUT_ROTATION).path("state").asString())
                        .isEqualTo("succeeded");
            }
            List<String> names = names(json(server.get(SNAPSHOTS, true)));
            String note = "{\"pinned\": true, \"note\": \"before the upgrade\"}";
            answer(server.patch(SNAPSHOTS + "/" + names.getLast(), note), 200);
            Path sidecar = destination.resolve(".rsync-backup/snapshots/" + names.getFirst() + ".json");
            String partial = Files.readString(sidecar).replaceFirst("\"complete\"", "\"partial\"");
            assertThat(partial).contains("\"partial\"");
            Files.writeString(sidecar, partial);
            before = json(answer(server.post(SNAPSHOTS + "/refresh", ""), 200)).path("items");
        }
        assertThat(before.size()).isEqualTo(3);
        assertThat(before.path(0).path("partial").asBoolean()).isTrue();
        assertThat(before.path(2).path("note").asString()).isEqualTo("before the upgrade");

        try (RunningServer server = server("second")) {
            assertThat(json(server.get(SNAPSHOTS, true)).path("items").size()).isZero();
            JsonNode refused = run(server, "{}");
            assertThat(refused.path("reason").asString()).isEqualTo("destination-not-recognised");
            assertThat(refused.path("message").asString()).contains("adopt");
            assertThat(json(answer(server.post("/api/v1/plans/laptop/adopt", ""), 200))
                            .path("items"))
                    .isEqualTo(before);
            assertThat(json(server.get(SNAPSHOTS, true)).path("items")).isEqualTo(before);

            JsonNode next = run(server, "{}");
            assertThat(next.path("state").asString()).as(next.toString()).isEqualTo("succeeded");
            assertThat(next.path("transfer").path("filesTransferred").asInt(-1)).isZero();
            String newest = next.path("snapshot").asString();
            Path oldest = destination.resolve(before.path(2).path("name").asString());
            assertThat(Files.getAttribute(destination.resolve(newest).resolve("file"), "unix:ino"))
                    .isEqualTo(Files.getAttribute(oldest.resolve("file"), "unix:ino"));
            // pinned; the partial one yields to the complete ones of its hour
            assertThat(names(json(server.get(SNAPSHOTS, true))))
                    .contains(newest, before.path(2).path("name").asString())
                    .doesNotContain(before.path(1).path("name").asString());
        }
    }

    private RunningServer server(String data) {
        return new RunningServer(
                temporary.resolve(data),
                "--backup.plans.laptop.source=" + temporary.resolve("source"),
                "--backup.plans.laptop.destination=" + temporary.resolve("disk/laptop/latest"),
                "--backup.plans.laptop.keep=newest",
                "--backup.plans.laptop.rotation.yearly=1");
    }

    private static JsonNode run(RunningServer server, String body) throws Exception {
        String run = json(answer(server.post("/api/v1/plans/laptop/runs", body), 202))
                .path("id")
                .asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(server.get("/api/v1/runs/" + run, true)).has("endedAt"));
        return json(server.get("/api/v1/runs/" + run, true));
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("name").asString())
                .toList();
    }

    private static HttpResponse<String> answer(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }
}
