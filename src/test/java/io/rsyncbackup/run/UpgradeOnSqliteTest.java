package io.rsyncbackup.run;

class UpgradeOnSqliteTest extends UpgradeContract {
    @Override
    String url() {
        return null;
    }
}
