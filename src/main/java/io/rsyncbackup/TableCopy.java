package io.rsyncbackup;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;

/** Copies the rows of tables, whatever tables there are: what a later version adds is carried too. */
final class TableCopy {
    private static final int BATCH = 500;
    private static final String HISTORY = "flyway_schema_history";

    private final Connection from;
    private final Connection to;

    TableCopy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /** The tables of a SQLite, each after those that it refers to. */
    static List<String> tables(Connection sqlite) throws SQLException {
        Set<String> left = new TreeSet<>(texts(
                sqlite,
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> '"
                        + HISTORY + "'"));
        Set<String> sorted = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            int before = sorted.size();
            for (String table : List.copyOf(left)) {
                List<String> parents = texts(sqlite, "select \"table\" from pragma_foreign_key_list('" + table + "')");
                if (parents.stream().allMatch(parent -> sorted.contains(parent) || parent.equals(table))) {
                    sorted.add(table);
                }
            }
            left.removeAll(sorted);
            if (sorted.size() == before) {
                throw new IllegalStateException("the tables " + left + " refer to each other in a circle");
            }
        }
        return List.copyOf(sorted);
    }

    /** Only the server's own tables may be there, all of them empty. */
    static void requireEmpty(Connection postgresql, List<String> tables) throws SQLException {
        for (String table : texts(
                postgresql, "select table_name from information_schema.tables where table_schema = current_schema()")) {
            boolean ours = table.equals(HISTORY) || tables.contains(table);
            if (!ours || (!table.equals(HISTORY) && count(postgresql, table) > 0)) {
                throw new IllegalStateException("nothing was copied: the target is not empty (table " + table
                        + (ours ? " holds rows" : "") + "); make a new database and name that");
            }
        }
    }

    Map<String, Long> all(List<String> tables) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables) {
            copy(table);
            long there = count(to, table);
            long here = count(from, table);
            if (there != here) {
                throw new IllegalStateException(
                        "nothing was copied: table " + table + " has " + here + " rows and " + there + " arrived");
            }
            rows.put(table, there);
        }
        return rows;
    }

    private void copy(String table) throws SQLException {
        try (Statement reading = from.createStatement();
                ResultSet rows = reading.executeQuery("select * from " + table);
                PreparedStatement insert = to.prepareStatement(insert(table, columns(rows.getMetaData())))) {
            int[] types = types(table, columns(rows.getMetaData()));
            int waiting = 0;
            while (rows.next()) {
                for (int column = 1; column <= types.length; column++) {
                    set(insert, column, types[column - 1], rows);
                }
                insert.addBatch();
                if (++waiting % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        } catch (BatchUpdateException e) {
            // its own message shows the rows, with what is secret in them
            SQLException reason = e.getNextException();
            throw new IllegalStateException("nothing was copied: table " + table + ": "
                    + (reason instanceof PSQLException refused && refused.getServerErrorMessage() != null
                            ? refused.getServerErrorMessage().getMessage()
                            : "the target took a row no more (" + e.getSQLState() + ")"));
        }
        continueNumbers(table);
    }

    private static String insert(String table, List<String> columns) {
        return "insert into " + table + " (" + String.join(", ", columns) + ") overriding system value values ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private int[] types(String table, List<String> columns) throws SQLException {
        try (Statement statement = to.createStatement();
                ResultSet none = statement.executeQuery(
                        "select " + String.join(", ", columns) + " from " + table + " where false")) {
            ResultSetMetaData metadata = none.getMetaData();
            int[] types = new int[columns.size()];
            for (int i = 0; i < types.length; i++) {
                types[i] = metadata.getColumnType(i + 1);
            }
            return types;
        }
    }

    /** SQLite has no types to speak of: those of the target say what a value is. */
    private static void set(PreparedStatement insert, int column, int type, ResultSet row) throws SQLException {
        if (row.getObject(column) == null) {
            insert.setNull(column, type);
            return;
        }
        switch (type) {
            case Types.BIGINT -> insert.setLong(column, row.getLong(column));
            case Types.INTEGER -> insert.setInt(column, row.getInt(column));
            case Types.BIT, Types.BOOLEAN -> insert.setBoolean(column, row.getBoolean(column));
            case Types.BINARY -> insert.setBytes(column, row.getBytes(column));
            case Types.VARCHAR -> insert.setString(column, row.getString(column));
            default -> throw new IllegalStateException("a column has a type that is not known here: " + type);
        }
    }

    /** What PostgreSQL numbers itself must not begin again at 1. */
    private void continueNumbers(String table) throws SQLException {
        for (String column : texts(
                to,
                "select column_name from information_schema.columns where table_schema = current_schema()"
                        + " and table_name = '" + table + "' and is_identity = 'YES'")) {
            texts(
                    to,
                    "select setval(pg_get_serial_sequence('" + table + "', '" + column + "'), coalesce(max(" + column
                            + "), 0) + 1, false) from " + table);
        }
    }

    private static List<String> columns(ResultSetMetaData metadata) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            columns.add(metadata.getColumnName(column));
        }
        return columns;
    }

    private static long count(Connection database, String table) throws SQLException {
        return Long.parseLong(texts(database, "select count(*) from " + table).getFirst());
    }

    private static List<String> texts(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
