package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A server of this version on a database that a later one has brought up to its own. */
abstract class UpgradeContract extends RunsContract {
    @Test
    void worksBesideALaterVersionAndStartsAgainAfterIt() throws Exception {
        TestServer before = server();
        Flyway.configure()
                .dataSource(before.bean(DataSource.class))
                .locations("classpath:db/migration/" + (url() == null ? "sqlite" : "postgresql"), "classpath:db/next")
                .load()
                .migrate();
        Run run = accepted(before.runs().enqueue(TestServer.request("laptop"), null));
        assertThat(finished(before, run).state()).isEqualTo(RunState.SUCCEEDED);
        before.close();
        TestServer again = server("data", 2, Duration.ofSeconds(5));
        assertThat(again.runs().get(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
        Run next = accepted(again.runs().enqueue(TestServer.request("laptop"), null));
        assertThat(finished(again, next).state()).isEqualTo(RunState.SUCCEEDED);
    }
}
