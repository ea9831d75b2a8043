package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemTest {
    /** The contract. */
    private static final String CODES = "invalid-request 400 · unauthorized 401 · forbidden 403 · not-found 404 ·"
            + " plan-not-found 404 · run-not-found 404 · snapshot-not-found 404 · token-not-found 404 ·"
            + " channel-not-found 404 · method-not-allowed 405 · not-acceptable 406 · run-already-active 409 ·"
            + " run-not-active 409 · plan-not-editable 409 · plan-in-use 409 · plan-ambiguous 409 · token-name-taken 409 ·"
            + " last-admin-token 409 · destination-not-recognised 409 ·"
            + " destination-unavailable 409 · destination-busy 409 · snapshot-pinned 409 · snapshot-in-use 409 ·"
            + " database-elsewhere 409 · precondition-failed 412 · content-too-large 413 · unsupported-media-type 415 ·"
            + " range-not-satisfiable 416 · idempotency-key-reused 422 · source-not-allowed 422 ·"
            + " destination-not-allowed 422 · run-not-successful 424 · too-many-requests 429 · internal-error 500 ·"
            + " database-unavailable 503 · node-unavailable 503 · shutting-down 503 ·"
            + " draining 503 · data-disk-full 507";

    @TempDir
    Path directory;

    @Test
    void theTableIsTheContract() {
        assertThat(Arrays.stream(Problem.values())
                        .map(problem -> problem.code() + " " + problem.status())
                        .collect(Collectors.joining(" · ")))
                .isEqualTo(CODES);
    }

    @Test
    void everyProblemHasItsPage() {
        try (FakeServer server = new FakeServer(directory)) {
            Http anybody = server.http.as(null);
            Http.Answer index = anybody.get("/problems", "Accept", "text/html,*/*");
            for (Problem problem : Problem.values()) {
                String path = "/problems/" + problem.code();
                assertThat(index.text()).contains("href=\"" + path + "\"");
                Http.Answer text = anybody.get(path);
                assertThat(text.status()).isEqualTo(200);
                assertThat(text.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
                assertThat(text.text()).contains(problem.title(), "What to do: " + problem.mend());
                Http.Answer html = anybody.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
                assertThat(html.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
                assertThat(html.text()).contains("<h1>").contains("What to do").doesNotContain("<script");
            }
            assertThat(anybody.get("/problems/none").problem()).isEqualTo("not-found");
            assertThat(anybody.get("/problems/%3Cscript%3E").text()).doesNotContain("<script");
        }
    }
}
