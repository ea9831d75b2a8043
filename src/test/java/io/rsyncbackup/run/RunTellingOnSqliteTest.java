package io.rsyncbackup.run;

class RunTellingOnSqliteTest extends RunTellingContract {
    @Override
    String url() {
        return null;
    }
}
