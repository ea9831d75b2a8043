package io.rsyncbackup.system;

import io.rsyncbackup.run.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL for several servers, and what a test reads there. */
final class ClusterDatabase {
    private final String url = Postgres.freshDatabase();

    /** Lets a server work on it. */
    BackupServerProcess server(BackupServerProcess server) {
        return server.with("--spring.datasource.url=" + url).with("--spring.datasource.username=postgres");
    }

    /** Rows of a query, values between blanks. */
    List<String> rows(String query) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(found.getString(column)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query) {
        return Long.parseLong(rows(query).getFirst());
    }
}
