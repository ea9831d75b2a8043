package io.rsyncbackup.cluster;

import io.rsyncbackup.run.Postgres;

class NodeTableOnPostgresTest extends NodeTableContract {
    private String url;

    /** The same for every server of one test. */
    @Override
    String url() {
        if (url == null) {
            url = Postgres.freshDatabase();
        }
        return url;
    }
}
