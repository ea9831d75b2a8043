package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionOnPostgresTest extends AdmissionContract {
    private final String url = Postgres.freshDatabase();

    @Override
    String url() {
        return url;
    }

    @Test
    void anotherServerGoesOnWhileOneIsDrained() throws Exception {
        TestServer drained = server("one", 4, Duration.ofSeconds(1));
        drained.bean(Admission.class).drain("alice");
        TestServer other = server("two", 4, Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            Run run = finished(other, accepted(other.runs().enqueue(TestServer.request("laptop"), null)));
            assertThat(run.node()).isEqualTo(other.node());
        }
    }
}
