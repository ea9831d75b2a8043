package io.rsyncbackup.notify;

import io.rsyncbackup.run.Postgres;
import org.junit.jupiter.api.BeforeEach;

class NotifyOnPostgresTest extends NotifyContract {
    private String url;

    @BeforeEach
    void freshDatabase() {
        url = Postgres.freshDatabase();
    }

    @Override
    String url() {
        return url;
    }
}
