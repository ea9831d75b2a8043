package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.run.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {
    @TempDir
    Path directory;

    private String source;
    private final String target = Postgres.freshDatabase();

    @BeforeEach
    void fill() throws Exception {
        source = "jdbc:sqlite:" + directory.resolve("backup.db");
        Flyway.configure()
                .dataSource(source, null, null)
                .locations("classpath:db/migration/sqlite")
                .load()
                .migrate();
        try (Connection sqlite = DriverManager.getConnection(source)) {
            FilledDatabase.fill(sqlite);
        }
    }

    private Map<String, Long> copy() {
        return new DatabaseCopy(directory, target, "postgres", null).copy();
    }

    private Connection postgresql() throws Exception {
        return DriverManager.getConnection(target, "postgres", "");
    }

    @Test
    void carriesEveryRowOfEveryTable() throws Exception {
        Map<String, Long> copied = copy();
        try (Connection sqlite = DriverManager.getConnection(source);
                Connection postgresql = postgresql()) {
            List<String> tables = TableCopy.tables(sqlite);
            assertThat(tables)
                    .contains("run", "plan_state", "snapshot_index", "token", "audit", "api_plan", "timed_task");
            assertThat(copied)
                    .containsOnlyKeys(tables)
                    .allSatisfy((table, rows) -> assertThat(rows).as(table).isEqualTo(FilledDatabase.ROWS));
            assertThat(FilledDatabase.read(postgresql, tables)).isEqualTo(FilledDatabase.read(sqlite, tables));
        }
    }

    @Test
    void whatTheDatabaseNumbersGoesOnAfterTheLast() throws Exception {
        copy();
        try (Connection postgresql = postgresql();
                Statement statement = postgresql.createStatement()) {
            statement.execute("insert into audit (at, address, method, path, status, outcome, request_id)"
                    + " values (1, 'x', 'x', 'x', 1, 'x', 'x')");
            try (var id = statement.executeQuery("select max(id) - min(id) from audit")) {
                assertThat(id.next()).isTrue();
                assertThat(id.getLong(1)).isEqualTo(FilledDatabase.ROWS);
            }
        }
    }

    @Test
    void leavesTheSourceAsItIs() throws Exception {
        try (Connection sqlite = DriverManager.getConnection(source)) {
            List<String> tables = TableCopy.tables(sqlite);
            var before = FilledDatabase.read(sqlite, tables);
            copy();
            assertThat(FilledDatabase.read(sqlite, tables)).isEqualTo(before);
        }
    }

    @Test
    void refusesATargetThatHoldsAnything() throws Exception {
        copy();
        assertThatThrownBy(this::copy).hasMessageContaining("not empty").hasMessageContaining("holds rows");
        try (Connection postgresql = postgresql();
                Statement statement = postgresql.createStatement()) {
            statement.execute("drop schema public cascade; create schema public; create table foreign_one (id text)");
        }
        assertThatThrownBy(this::copy).hasMessageContaining("table foreign_one");
        try (Connection postgresql = postgresql()) {
            assertThat(tables(postgresql)).containsExactly("foreign_one");
        }
    }

    @Test
    void carriesAllOrNothingAndCanBeTriedAgain() throws Exception {
        change("update token set name = 'x' || char(0) where id = (select min(id) from token)");
        assertThatThrownBy(this::copy)
                .hasMessageStartingWith("nothing was copied: table token: invalid byte sequence")
                .hasMessageNotContaining("insert");
        try (Connection sqlite = DriverManager.getConnection(source);
                Connection postgresql = postgresql()) {
            assertThat(FilledDatabase.read(postgresql, TableCopy.tables(sqlite)))
                    .allSatisfy((table, rows) -> assertThat(rows).as(table).isEmpty());
        }
        change("update token set name = 'x' where id = (select min(id) from token)");
        assertThat(copy()).isNotEmpty();
    }

    @Test
    void refusesWhatAServerWorksOn() throws Exception {
        try (OwnedDataDirectory held = OwnedDataDirectory.open(directory)) {
            assertThatThrownBy(this::copy)
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("works on the data directory");
            assertThat(held.directory().database()).exists();
        }
    }

    @Test
    void refusesADatabaseOfAnOlderVersion() throws Exception {
        change("delete from flyway_schema_history where installed_rank = (select max(installed_rank) from"
                + " flyway_schema_history)");
        assertThatThrownBy(this::copy).hasMessageContaining("start the server once");
    }

    @Test
    void saysWhatIsWrongWithThePlaces() throws Exception {
        assertThatThrownBy(() -> new DatabaseCopy(directory, "jdbc:mysql://db/backup", null, null).copy())
                .hasMessageContaining("is no PostgreSQL");
        assertThatThrownBy(() -> new DatabaseCopy(directory, target + "?user=me&password=geheim", null, null).copy())
                .hasMessageContaining("SPRING_DATASOURCE_PASSWORD")
                .hasMessageNotContaining("geheim");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> new DatabaseCopy(empty, target, null, null).copy())
                .hasMessageContaining("there is no database in " + empty);
        assertThat(empty).isEmptyDirectory();
    }

    private void change(String sql) throws Exception {
        try (Connection sqlite = DriverManager.getConnection(source);
                Statement statement = sqlite.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private static List<String> tables(Connection postgresql) throws Exception {
        try (Statement statement = postgresql.createStatement();
                var rows = statement.executeQuery(
                        "select string_agg(table_name, ',') from information_schema.tables where table_schema = 'public'")) {
            assertThat(rows.next()).isTrue();
            return List.of(rows.getString(1).split(","));
        }
    }
}
