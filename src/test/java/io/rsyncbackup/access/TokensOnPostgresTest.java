package io.rsyncbackup.access;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TokensOnPostgresTest extends TokensContract {
    static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    DataSource freshDatabase() {
        DataSource database = postgres.getPostgresDatabase();
        Flyway.configure().dataSource(database).cleanDisabled(false).load().clean();
        return database;
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
