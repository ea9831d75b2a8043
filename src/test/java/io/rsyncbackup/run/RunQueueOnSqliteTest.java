package io.rsyncbackup.run;

class RunQueueOnSqliteTest extends RunQueueContract {
    @Override
    String url() {
        return null;
    }
}
