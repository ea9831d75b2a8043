package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.Closure;
import io.rsyncbackup.run.NotAdmittedException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

class DrainApiTest extends ServerTest {
    @Test
    void beginsAndEndsAndIsShownInTheStatus() {
        assertThat(http.get("/api/v1/drain").json().path("draining").asBoolean(true))
                .isFalse();
        JsonNode begun = http.post("/api/v1/drain", "").json();
        assertThat(begun.path("draining").asBoolean()).isTrue();
        assertThat(begun.path("requestedBy").asString()).isEqualTo("admin");
        assertThat(begun.path("since").asString()).isEqualTo("2026-11-22T20:00:00.000Z");
        assertThat(begun.path("running").asInt()).isEqualTo(1);
        assertThat(http.get("/api/v1/drain").json()).isEqualTo(begun);

        JsonNode status = http.get("/api/v1/status").json();
        assertThat(status.path("refusals").path(0).path("reason").asString()).isEqualTo("draining");
        assertThat(status.path("ok").asBoolean()).isTrue();
        assertThat(http.get("/api/v1/status?plain").text())
                .endsWith("all is well\nno new runs: drained, as admin asked\n");

        assertThat(http.send("DELETE", "/api/v1/drain", "").status()).isEqualTo(204);
        assertThat(http.send("DELETE", "/api/v1/drain", "").status()).isEqualTo(204);
        assertThat(http.get("/api/v1/status").json().path("refusals").size()).isZero();
    }

    @Test
    void aFullDiskIsNotWell() {
        server.admission.others.add(new Closure(Closure.Reason.DATA_DISK_FULL, "/data has 1.0 MB left"));
        assertThat(http.get("/api/v1/status?strict").status()).isEqualTo(503);
        assertThat(http.get("/api/v1/status?plain").text())
                .endsWith("no new runs: /data has 1.0 MB left\n")
                .doesNotContain("all is well");
    }

    @Test
    void refusedRunsAreProblemsThatSayForHowLong() {
        for (Closure.Reason reason : Closure.Reason.values()) {
            ProblemReport report = Problems.of(
                    new MockHttpServletRequest(), new NotAdmittedException(new Closure(reason, "why and what to do")));
            assertThat(report.problem().code()).isEqualTo(reason.text());
            assertThat(report.detail()).isEqualTo("why and what to do");
        }
    }

    @Test
    void needsMoreThanReading() {
        assertThat(http.as(FakeServer.METRICS).post("/api/v1/drain", "").problem())
                .isEqualTo("forbidden");
    }
}
