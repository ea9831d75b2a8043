package io.rsyncbackup.notify;

class NotifyOnSqliteTest extends NotifyContract {
    @Override
    String url() {
        return null;
    }
}
