package io.rsyncbackup.run;

class HistoryOnPostgresTest extends HistoryContract {
    @Override
    String url() {
        return Postgres.freshDatabase();
    }
}
