package io.rsyncbackup.run;

class RunTellingOnPostgresTest extends RunTellingContract {
    private String url;

    /** The same for every server of one test. */
    @Override
    String url() {
        if (url == null) {
            url = Postgres.freshDatabase();
        }
        return url;
    }
}
