package io.rsyncbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.TestClock;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

abstract class NodeTableContract {
    private static final Member TWO =
            new Member("two", Set.of("shelf"), Map.of("etc", "1"), URI.create("http://two.example:8080"));

    private TimetableServer server;
    private JdbcClient jdbc;
    private NodeTable nodes;

    /** Absent: the embedded one. */
    abstract String url();

    @BeforeEach
    void start(@TempDir Path directory) {
        server = new TimetableServer(directory, url(), new TestClock());
        jdbc = server.jdbc();
        nodes = new NodeTable(jdbc);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsWhatOthersSaidLast() {
        nodes.introduce(new Member("two", Set.of(), null, null), 1);
        nodes.introduce(TWO, 2);
        assertThat(nodes.renew("two", 3)).isTrue();
        assertThat(nodes.others("one").stream().filter(row -> row.member().equals(TWO)))
                .containsExactly(new NodeTable.Row(TWO, 3));
        assertThat(nodes.others("two")).noneMatch(row -> row.member().id().equals("two"));
    }

    @Test
    void renewsNobodyWhoWasForgotten() {
        assertThat(nodes.renew("two", 1)).isFalse();
    }

    @Test
    void forgetsTheDeadThatAreSilentForLong() {
        nodes.introduce(TWO, 99);
        nodes.introduce(new Member("three", Set.of(), Map.of(), null), 100);
        nodes.introduce(new Member("living", Set.of(), Map.of(), null), 1);
        nodes.forget(Set.of("two", "three"), 100);
        assertThat(ids()).contains("three", "living").doesNotContain("two");
    }

    @Test
    void forgetsNoneWithARunThatNobodyHasTakenOver() {
        nodes.introduce(TWO, 1);
        run("running");
        nodes.forget(Set.of("two"), 100);
        assertThat(ids()).contains("two");
        jdbc.sql("update run set state = 'interrupted'").update();
        nodes.forget(Set.of("two"), 100);
        assertThat(ids()).doesNotContain("two");
    }

    private List<String> ids() {
        return jdbc.sql("select id from node").query(String.class).list();
    }

    private void run(String state) {
        jdbc.sql("""
                        insert into run (id, plan, plan_version, state, triggered_by, requested_by, steps, dry_run, options,
                            specification, destination_key, rerun_interrupted, node, queued_at, details, warnings)
                        values ('1', 'etc', 1, :state, 'api', 'tester', '[]', 0, '{}', '{}', 'key', 0, 'two', 1, '{}', '[]')""").param("state", state).update();
    }
}
