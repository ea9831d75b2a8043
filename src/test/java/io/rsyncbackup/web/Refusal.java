package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every refusal. */
final class Refusal {
    private Refusal() {}

    static void assertRefused(Http.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.problem()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "io.rsyncbackup", "springframework", "jackson");
    }

    /** Of bytes as they came; what is no HTTP at all may get an empty answer. */
    static void assertHarmless(String answer) {
        assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
        assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContain("Exception", "\tat ", "<html");
        if (!answer.endsWith("\r\n\r\n")) {
            assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
        }
    }
}
