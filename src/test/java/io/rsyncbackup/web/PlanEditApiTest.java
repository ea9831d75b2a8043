package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.plan.PlanRejectedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanEditApiTest extends ServerTest {
    private static final String SHOP = "/api/v1/plans/shop";
    private static final String BODY = "{\"source\":\"/srv\",\"destination\":\"/b/shop/latest\"}";

    private static void answers(boolean created) {
        Plan plan = new FakeServer.FakePlans().get("laptop");
        server.editor.answer = new PlanEditor.Edited(new Plan("shop", Plan.Origin.API, 3, plan.spec()), created);
    }

    @Test
    void aPlanIsMadeAndChanged() {
        answers(true);
        // the fake has the plan at version 3
        Http.Answer made = http.send("PUT", SHOP, BODY, "If-Match", "\"2\", \"3\"");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).endsWith(SHOP);
        assertThat(made.header("ETag")).isEqualTo("\"3\"");
        assertThat(made.json().path("origin").asString()).isEqualTo("api");
        assertThat(server.editor.put).containsEntry("source", "/srv").containsOnlyKeys("source", "destination");
        answers(false);
        assertThat(http.send("PUT", SHOP, BODY).status()).isEqualTo(200);
        assertThat(http.get("/api/v1/plans/laptop").header("ETag")).isEqualTo("\"3\"");
    }

    /** The tag is the version of what the plan says, and its status changes while that stays. */
    @Test
    void whoKnowsTheVersionIsToldTheStatusAllTheSame() {
        String tag = http.get("/api/v1/plans/laptop").header("ETag");
        String run = startRun();
        Http.Answer answer = http.get("/api/v1/plans/laptop", "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.json().path("status").path("activeRun").path("id").asString())
                .isEqualTo(run);
    }

    @Test
    void aKeyOfManyLinesIsAMistakeLikeOthers() {
        String key = "a" + "\r\n".repeat(300);
        server.editor.failure =
                new PlanRejectedException(List.of(new io.rsyncbackup.plan.Problem(key, null, "is not known here")));
        Http.Answer answer = http.send("PUT", SHOP, BODY);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().path("errors").path(0).path("message").asString())
                .isEqualTo("is not known here");
    }

    @Test
    void conditionsAreThoseOfHttp() {
        assertThat(Precondition.of(null, null).holds(Optional.empty())).isTrue();
        assertThat(Precondition.of("*", null).holds(Optional.empty())).isFalse();
        assertThat(Precondition.of("\"1\"", null).holds(Optional.of(2L))).isFalse();
        assertThat(Precondition.of(null, "*").holds(Optional.of(2L))).isFalse();
        assertThat(Precondition.of(null, "*").holds(Optional.empty())).isTrue();
        assertThat(http.send("PUT", SHOP, BODY, "If-Match", "W/\"3\"").problem())
                .isEqualTo("invalid-request");
        assertThat(http.send("DELETE", SHOP, null, "If-Match", "three").problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void aPlanIsDeleted() {
        assertThat(http.send("DELETE", SHOP, null, "If-Match", "\"3\"").status())
                .isEqualTo(204);
        assertThat(server.editor.deleted).isEqualTo("shop");
        assertThat(server.editor.inUse).isFalse();
        startRun();
        http.send("DELETE", "/api/v1/plans/laptop", null);
        assertThat(server.editor.inUse).isTrue();
    }

    @Test
    void everyMistakeIsNamedByItsField() {
        server.editor.failure =
                new PlanRejectedException(List.of(new io.rsyncbackup.plan.Problem("max-delete", "x", "is no share")));
        Http.Answer answer = http.send("PUT", SHOP, BODY);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo("maxDelete");
        assertThat(answer.json().path("errors").path(0).path("message").asString())
                .isEqualTo("\"x\" is no share");
        assertThat(http.send("PUT", SHOP, "[]").problem()).isEqualTo("invalid-request");
        assertThat(http.send("PUT", SHOP, "{\"source\":\"/a\",\"source\":\"/b\"}")
                        .problem())
                .isEqualTo("invalid-request");
        assertThat(http.send("PUT", "/api/v1/plans/UPPER", BODY).problem()).isEqualTo("invalid-request");
        assertThat(http.as(FakeServer.METRICS).send("PUT", SHOP, BODY).problem())
                .isEqualTo("forbidden");
    }
}
