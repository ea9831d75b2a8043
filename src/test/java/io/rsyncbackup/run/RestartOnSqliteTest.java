package io.rsyncbackup.run;

class RestartOnSqliteTest extends RestartContract {
    @Override
    String url() {
        return null;
    }
}
