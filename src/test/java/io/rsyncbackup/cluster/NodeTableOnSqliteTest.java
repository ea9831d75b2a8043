package io.rsyncbackup.cluster;

class NodeTableOnSqliteTest extends NodeTableContract {
    @Override
    String url() {
        return null;
    }
}
