package io.rsyncbackup.run;

class RunLifeOnSqliteTest extends RunLifeContract {
    @Override
    String url() {
        return null;
    }
}
