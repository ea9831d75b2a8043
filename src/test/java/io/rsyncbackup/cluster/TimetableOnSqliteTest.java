package io.rsyncbackup.cluster;

class TimetableOnSqliteTest extends TimetableContract {
    @Override
    String url() {
        return null;
    }
}
