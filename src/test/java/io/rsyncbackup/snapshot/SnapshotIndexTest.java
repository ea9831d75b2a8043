package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SnapshotIndexTest {
    private static final Instant AS_OF = Instant.parse("2026-11-22T18:05:09.123Z");
    private static EmbeddedPostgres postgres;

    @TempDir
    Path temporary;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    private SnapshotIndex index(String vendor) {
        DataSource database = vendor.equals("postgresql")
                ? postgres.getPostgresDatabase()
                : new DriverManagerDataSource("jdbc:sqlite:" + temporary.resolve("test.db"));
        Flyway flyway = Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/" + vendor)
                .cleanDisabled(false)
                .load();
        if (vendor.equals("postgresql")) {
            flyway.clean();
        }
        flyway.migrate();
        return new SnapshotIndex(JdbcClient.create(database));
    }

    private static Snapshot snapshot(String name, String takenAt) {
        return new Snapshot(
                name,
                Instant.parse(takenAt),
                Path.of("/mnt/backups/laptop", name),
                false,
                false,
                null,
                null,
                null,
                null,
                Snapshot.Origin.FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void keepsWhatTheDestinationHeld(String vendor) {
        SnapshotIndex index = index(vendor);
        assertThat(index.list("laptop")).isEmpty();
        assertThat(index.asOf("laptop")).isEmpty();
        assertThat(index.available("laptop")).isFalse();
        assertThat(index.newest("laptop")).isEmpty();
        assertThat(index.oldest("laptop")).isEmpty();
        assertThat(index.count("laptop")).isZero();

        Snapshot old = snapshot("2024-05-10 12:00:00", "2024-05-10T10:00:00Z");
        Snapshot full = new Snapshot(
                "2026-11-22T180509Z",
                Instant.parse("2026-11-22T18:05:09Z"),
                Path.of("/mnt/backups/laptop/2026-11-22T180509Z"),
                true,
                true,
                "before the 'move' ä",
                "01JRUN",
                7_000_000_000_000L,
                3L,
                Snapshot.Origin.RUN);
        index.replace("laptop", List.of(full, old), AS_OF, true);
        index.replace("other", List.of(old), AS_OF, true);

        assertThat(index.list("laptop")).containsExactly(full, old);
        assertThat(index.find("laptop", full.name())).contains(full);
        assertThat(index.find("laptop", "none")).isEmpty();
        assertThat(index.asOf("laptop")).contains(AS_OF);
        assertThat(index.available("laptop")).isTrue();
        assertThat(index.newest("laptop")).contains(full.takenAt());
        assertThat(index.oldest("laptop")).contains(old.takenAt());
        assertThat(index.count("laptop")).isEqualTo(2);

        index.replace("laptop", List.of(old), AS_OF.plusSeconds(1), false);
        assertThat(index.list("laptop")).containsExactly(old);
        assertThat(index.asOf("laptop")).contains(AS_OF.plusSeconds(1));
        assertThat(index.available("laptop")).isFalse();
        assertThat(index.list("other")).containsExactly(old);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void takesSingleChanges(String vendor) {
        SnapshotIndex index = index(vendor);
        Snapshot first = snapshot("2024-05-10", "2024-05-10T00:00:00Z");
        Snapshot second = snapshot("2024-05-11", "2024-05-11T00:00:00Z");
        index.put("laptop", first);
        index.put("laptop", second);
        index.put("laptop", first);
        assertThat(index.list("laptop")).containsExactly(second, first);
        index.remove("laptop", second.name());
        assertThat(index.list("laptop")).containsExactly(first);
        index.markAvailable("laptop", true);
        assertThat(index.available("laptop")).isTrue();
        assertThat(index.asOf("laptop")).as("nothing was read").isEmpty();
        index.replace("laptop", List.of(first), AS_OF, true);
        index.markAvailable("laptop", false);
        assertThat(index.available("laptop")).isFalse();
        assertThat(index.asOf("laptop")).contains(AS_OF);
        assertThat(index.list("laptop")).containsExactly(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void givesItsListInParts(String vendor) {
        SnapshotIndex index = index(vendor);
        List<Snapshot> newestFirst = List.of(
                snapshot("e", "2026-11-22T18:00:00.001Z"),
                snapshot("d", "2026-11-22T18:00:00Z"),
                snapshot("c", "2026-11-22T18:00:00Z"),
                snapshot("b", "2026-11-22T17:00:00Z"),
                snapshot("a", "1969-12-31T23:59:59Z"));
        index.replace("laptop", newestFirst.reversed(), AS_OF, true);
        index.replace("desktop", List.of(snapshot("x", "2026-11-22T18:00:00Z")), AS_OF, true);
        assertThat(index.list("laptop", 2, Optional.empty())).isEqualTo(newestFirst.subList(0, 2));
        for (int last = 0; last < newestFirst.size(); last++) {
            SnapshotKey key = SnapshotKey.of(newestFirst.get(last));
            assertThat(index.list("laptop", 9, Optional.of(key)))
                    .isEqualTo(newestFirst.subList(last + 1, newestFirst.size()));
            index.remove("laptop", key.name());
            assertThat(index.list("laptop", 9, Optional.of(key)))
                    .as("after one that is gone")
                    .isEqualTo(newestFirst.subList(last + 1, newestFirst.size()));
            index.put("laptop", newestFirst.get(last));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void hasAnotherVersionAfterEachChange(String vendor) {
        SnapshotIndex index = index(vendor);
        Snapshot one = snapshot("2026-11-22", "2026-11-22T00:00:00Z");
        List<Long> versions = new ArrayList<>(List.of(index.version("laptop")));
        index.replace("laptop", List.of(one), AS_OF, true);
        versions.add(index.version("laptop"));
        index.put("laptop", snapshot("2026-11-23", "2026-11-23T00:00:00Z"));
        versions.add(index.version("laptop"));
        index.remove("laptop", "2026-11-23");
        versions.add(index.version("laptop"));
        index.replace("laptop", List.of(one), AS_OF.plusSeconds(1), true);
        versions.add(index.version("laptop"));
        assertThat(versions).doesNotHaveDuplicates();
        index.markAvailable("laptop", false);
        assertThat(index.list("laptop")).containsExactly(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void takesOverWhatChangedOnTheDestination(String vendor) {
        SnapshotIndex index = index(vendor);
        Snapshot kept = snapshot("kept", "2026-11-22T00:00:00Z");
        index.replace(
                "laptop",
                List.of(kept, snapshot("gone", "2026-11-21T00:00:00Z"), snapshot("moved", "2026-11-20T00:00:00Z")),
                AS_OF,
                true);
        Snapshot moved = snapshot("moved", "2026-11-20T01:00:00Z");
        Snapshot added = snapshot("added", "2026-11-23T00:00:00Z");
        index.replace("laptop", List.of(moved, kept, added), AS_OF, true);
        assertThat(index.list("laptop")).containsExactly(added, kept, moved);
    }
}
