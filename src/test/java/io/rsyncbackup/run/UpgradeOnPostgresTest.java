package io.rsyncbackup.run;

class UpgradeOnPostgresTest extends UpgradeContract {
    private final String url = Postgres.freshDatabase();

    @Override
    String url() {
        return url;
    }
}
