package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.snapshot.SnapshotInUseException;
import io.rsyncbackup.status.PlanStatus;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.databind.JsonNode;

/** Plans with their snapshots, rotation and status. */
class PlanApiTest extends ServerTest {
    private static final String SNAPSHOTS = "/api/v1/plans/laptop/snapshots";

    @Test
    void theStatusNamesPlansThatNoServerCanRunOrThatServersDoNotAgreeAbout() {
        assertThat(http.get("/api/v1/status").json().has("configurationDiffers"))
                .isFalse();
        server.differing.add("pushed");
        String missing = "a server with the label nas; none that is up has it (backup.node.labels)";
        server.statuses.add(new PlanStatus("laptop", null, null, null, null, false, null, 0, false, missing, false));
        var status = http.get("/api/v1/status").json();
        assertThat(status.path("ok").asBoolean()).isFalse();
        assertThat(status.path("configurationDiffers").path(0).asString()).isEqualTo("pushed");
        assertThat(status.path("plans").path(0).path("waitingFor").asString()).isEqualTo(missing);
        assertThat(http.get("/api/v1/status?plain").text())
                .contains("waiting for " + missing)
                .contains("do not agree about: pushed");
    }

    @Test
    void showsThePlansAsTheyWereConfigured() {
        JsonNode list = http.get("/api/v1/plans").json();
        assertThat(list.path("items").size()).isEqualTo(2);
        assertThat(list.has("next")).isFalse();
        JsonNode plan = http.get("/api/v1/plans/laptop").json();
        assertThat(plan).isEqualTo(list.path("items").path(0));
        assertThat(plan.path("origin").asString()).isEqualTo("configuration");
        assertThat(plan.path("version").asInt()).isEqualTo(3);
        assertThat(plan.path("spec").path("bandwidthLimit").asString()).isEqualTo("20MB");
        assertThat(plan.path("spec").path("expectedInterval").asString()).isEqualTo("2h");
        assertThat(plan.path("status").path("ageSeconds").asDouble()).isEqualTo(7200);
        assertThat(plan.path("status").has("lastRun")).isFalse();
        String run = startRun();
        assertThat(http.get("/api/v1/plans/laptop")
                        .json()
                        .path("status")
                        .path("activeRun")
                        .path("id")
                        .asString())
                .isEqualTo(run);
    }

    @Test
    void looksAtWhatAPlanNeeds() {
        Http.Answer answer = http.send("POST", "/api/v1/plans/laptop/check", null);
        assertThat(answer.text())
                .isEqualTo("{\"ok\":true,\"checks\":[{\"check\":\"rsync\",\"ok\":true,\"detail\":\"3.5.0\"}]}");
    }

    @Test
    void adoptsADestination() {
        assertThat(http.post("/api/v1/plans/laptop/adopt", "{\"initialise\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(http.send("POST", "/api/v1/plans/laptop/adopt", null)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(10);
    }

    @Test
    void leafsThroughSnapshotsNewestFirst() {
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = http.get(SNAPSHOTS + "?limit=3" + cursor).json();
            assertThat(page.path("asOf").asString()).isEqualTo("2026-11-22T19:00:00.000Z");
            assertThat(page.path("destinationAvailable").asBoolean()).isTrue();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            // What was seen last goes away between two pages.
            server.backups.snapshots.remove(names.getLast());
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : null;
        } while (cursor != null);
        assertThat(names).hasSize(10).doesNotHaveDuplicates().last().isEqualTo("2025-11-21 18:05:09");
    }

    @Test
    void pinsDescribesAndDeletesASnapshot() {
        String path = SNAPSHOTS + "/2025-11-21%2018:05:09";
        JsonNode pinned = http.send("PATCH", path, "{\"pinned\":true,\"note\":\"before\"}")
                .json();
        assertThat(pinned.path("pinned").asBoolean()).isTrue();
        assertThat(pinned.path("note").asString()).isEqualTo("before");
        assertThat(http.send("DELETE", path, null).problem()).isEqualTo("snapshot-pinned");
        JsonNode changed = http.send("PATCH", path, "{\"note\":null}", "Content-Type", "application/merge-patch+json")
                .json();
        assertThat(changed.has("note")).isFalse();
        assertThat(changed.path("pinned").asBoolean()).isTrue();
        assertThat(http.send("PATCH", path, "{\"pinned\":null}").problem()).isEqualTo("invalid-request");
        assertThat(http.send("PATCH", path, "{}").json()).isEqualTo(changed);
        http.send("PATCH", path, "{\"pinned\":false}");
        Http.Answer deleted = http.send("DELETE", path, null);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.text()).isEmpty();
        assertThat(http.get(path).problem()).isEqualTo("snapshot-not-found");
    }

    @Test
    void readsTheDestinationAnew() {
        assertThat(http.send("POST", SNAPSHOTS + "/refresh", null)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(10);
    }

    @Test
    void previewsRotation() {
        JsonNode preview = http.get("/api/v1/plans/laptop/rotation").json();
        assertThat(preview.path("scheme").toString())
                .isEqualTo("{\"hourly\":\"24\",\"daily\":\"7\",\"weekly\":\"4\",\"monthly\":\"always\"}");
        assertThat(preview.path("zone").asString()).isEqualTo("Europe/Amsterdam");
        assertThat(preview.path("kept").asInt()).isEqualTo(1);
        assertThat(preview.path("removed").asInt()).isZero();
        assertThat(preview.path("decisions").path(0).path("decision").asString())
                .isEqualTo("keep");
        assertThat(preview.path("decisions").path(0).path("reasons").path(0).toString())
                .isEqualTo("{\"rule\":\"daily\",\"slot\":\"2026-11-09\",\"position\":1,\"of\":7,"
                        + "\"text\":\"daily 1 of 7 (2026-11-09)\"}");
        JsonNode asked = http.post(
                        "/api/v1/plans/laptop/rotation/preview",
                        "{\"scheme\":{\"hourly\":24,\"monthly\":\"always\"},\"keep\":\"newest\",\"window\":\"time\",\"at\":\"2026-11-10T00:00:00+01:00\"}")
                .json();
        assertThat(asked.path("scheme").toString()).isEqualTo("{\"hourly\":\"24\",\"monthly\":\"always\"}");
        assertThat(asked.path("keep").asString()).isEqualTo("newest");
        assertThat(asked.path("window").asString()).isEqualTo("time");
        assertThat(asked.path("at").asString()).isEqualTo("2026-11-09T23:00:00.000Z");
        assertThat(http.send("POST", "/api/v1/plans/laptop/rotation/preview", null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysWhetherEverythingIsBackedUp() {
        JsonNode status = http.get("/api/v1/status").json();
        assertThat(status.path("ok").asBoolean()).isTrue();
        assertThat(status.path("plans").path(0).path("plan").asString()).isEqualTo("laptop");
        assertThat(http.get("/api/v1/status?strict").status()).isEqualTo(200);
        String run = startRun();
        server.runs.end(run, RunState.FAILED);
        server.statuses.add(
                new PlanStatus("laptop", server.runs.get(run), null, null, null, true, null, 2, false, null, false));
        assertThat(http.get("/api/v1/status").status()).isEqualTo(200);
        assertThat(http.get("/api/v1/status?strict=true").status()).isEqualTo(503);
        assertThat(http.get("/api/v1/status?strict=true").json().path("ok").asBoolean())
                .isFalse();
        Http.Answer plain = http.get("/api/v1/status?plain&strict");
        assertThat(plain.status()).isEqualTo(503);
        assertThat(plain.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(plain.text())
                .contains("BAD  laptop  failed")
                .contains("overdue, 2 failed in a row, it is over")
                .endsWith("1 of 1 plans need attention\n");
        assertThat(http.get("/api/v1/status", "Accept", "text/plain").text())
                .isEqualTo(http.get("/api/v1/status?plain").text());
        assertThat(http.get("/api/v1/status", "Accept", "text/plain;q=0.5, application/json")
                        .header("Content-Type"))
                .isEqualTo("application/json");
        assertThat(http.get("/api/v1/status", "Accept", "text/plain, */*;q=0.1").header("Content-Type"))
                .startsWith("text/plain");
        assertThat(http.get("/api/v1/status", "Accept", "*/*").header("Content-Type"))
                .isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_RECOGNISED, destination-not-recognised",
        "UNAVAILABLE, destination-unavailable",
        "BUSY, destination-busy",
        "OUT_OF_SPACE, destination-unavailable",
        "READ_ONLY, destination-unavailable"
    })
    void saysWhyADestinationCannotBeUsed(DestinationException.Reason reason, String code) {
        server.backups.failure = new DestinationException(reason, "there is no disk at /mnt");
        Http.Answer answer = http.send("POST", "/api/v1/plans/laptop/adopt", null);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).isEqualTo("there is no disk at /mnt");
    }

    @Test
    void saysWhyASnapshotCannotBeChanged() {
        server.backups.failure = new SnapshotException(SnapshotException.Reason.READ_ONLY, "/mnt is read-only");
        Http.Answer answer = http.send("DELETE", SNAPSHOTS + "/2026-11-01T120000Z", null);
        assertThat(answer.problem()).isEqualTo("destination-unavailable");
        assertThat(answer.json().path("detail").asString()).isEqualTo("/mnt is read-only");
    }

    @Test
    void namesAProgramThatIsMissing() {
        server.backups.failure = new CommandNotStartedException(
                "rsync is not installed on this host; install rsync", new IOException("no such file"));
        Http.Answer answer = http.send("POST", "/api/v1/plans/laptop/check", null);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("destination-unavailable");
        assertThat(answer.json().path("detail").asString()).contains("install rsync");
    }

    @Test
    void tellsNothingOfItsOwnMistakesButWhereToLook() {
        server.backups.failure = new IllegalStateException("secret of class com.example.Internal");
        Http.Answer answer = http.get(SNAPSHOTS);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.problem()).isEqualTo("internal-error");
        assertThat(answer.text()).doesNotContain("secret", "com.example");
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        server.backups.failure = new DataAccessResourceFailureException("password=secret");
        Http.Answer answer = http.get(SNAPSHOTS);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("database-unavailable");
        assertThat(answer.text()).doesNotContain("secret");
        server.backups.failure = new SnapshotInUseException("x", "run 1");
        assertThat(http.get(SNAPSHOTS).problem()).isEqualTo("snapshot-in-use");
    }

    @Test
    void linksToWhatThereIs() {
        JsonNode api = http.get("/api/v1").json();
        assertThat(api.path("name").asString()).isEqualTo("rsync-backup-server");
        api.path("links")
                .forEach(link -> assertThat(http.get(link.asString()).status())
                        .as(link.asString())
                        .isIn(200, 302));
    }

    @Test
    void linksBelowItsPublicUrl() {
        try (FakeServer proxied = new FakeServer(directory, URI.create("https://backup.example.org/rsync/"))) {
            Http.Answer answer = proxied.http.get("/api/v1/plans/nas", "Origin", "https://backup.example.org");
            assertThat(answer.json().path("type").asString())
                    .isEqualTo("https://backup.example.org/rsync/problems/plan-not-found");
            assertThat(proxied.http
                            .send("POST", "/api/v1/plans/laptop/runs", null)
                            .header("Location"))
                    .startsWith("https://backup.example.org/rsync/api/v1/runs/");
        }
    }

    @Test
    void pausesAndResumes() {
        JsonNode paused = http.post("/api/v1/plans/laptop/pause", "").json();
        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("spec").path("schedule").path("cron").asString()).isEqualTo("30 2 * * *");
        assertThat(http.post("/api/v1/plans/laptop/pause", "").status()).isEqualTo(200);
        assertThat(http.get("/api/v1/plans/laptop").json().path("paused").asBoolean())
                .isTrue();
        JsonNode resumed = http.post("/api/v1/plans/laptop/resume", "").json();
        assertThat(resumed.path("paused").asBoolean()).isFalse();
        assertThat(http.post("/api/v1/plans/nobody/pause", "").problem()).isEqualTo("plan-not-found");
    }
}
