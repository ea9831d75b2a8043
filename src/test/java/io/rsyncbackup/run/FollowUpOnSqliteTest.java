package io.rsyncbackup.run;

class FollowUpOnSqliteTest extends FollowUpContract {
    @Override
    String url() {
        return null;
    }
}
