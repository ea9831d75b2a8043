package io.rsyncbackup.run;

class HistoryOnSqliteTest extends HistoryContract {
    @Override
    String url() {
        return null;
    }
}
