package io.rsyncbackup.access;

import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class TokensOnSqliteTest extends TokensContract {
    @Override
    DataSource freshDatabase() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(20_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + directory.resolveSibling(directory.getFileName() + ".db"));
        return source;
    }

    @Override
    String vendor() {
        return "sqlite";
    }
}
