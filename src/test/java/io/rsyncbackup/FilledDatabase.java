package io.rsyncbackup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows in every table of a database, whatever tables it has. */
final class FilledDatabase {
    static final int ROWS = 3;

    private FilledDatabase() {}

    static void fill(Connection sqlite) throws SQLException {
        for (String table : TableCopy.tables(sqlite)) {
            List<Map<String, String>> columns = rows(sqlite, "select * from pragma_table_info('" + table + "')");
            Map<String, String> parents = new HashMap<>();
            rows(sqlite, "select * from pragma_foreign_key_list('" + table + "')")
                    .forEach(key -> parents.put(key.get("from"), key.get("table") + "." + key.get("to")));
            String marks = "?" + ", ?".repeat(columns.size() - 1);
            try (PreparedStatement insert =
                    sqlite.prepareStatement("insert into " + table + " values (" + marks + ")")) {
                for (int row = 1; row <= ROWS; row++) {
                    int position = 0;
                    for (Map<String, String> column : columns) {
                        boolean optional = column.get("notnull").equals("0")
                                && column.get("pk").equals("0");
                        String whose = parents.getOrDefault(column.get("name"), table + "." + column.get("name"));
                        insert.setObject(
                                ++position, optional && row == 2 ? null : value(column.get("type"), whose, row));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private static Object value(String type, String name, int row) {
        String kind = type.toLowerCase(Locale.ROOT);
        if (kind.startsWith("bool")) {
            return row % 2;
        }
        if (kind.startsWith("b") && !kind.startsWith("bigint")) {
            return ("bytes \u00fc " + row).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        if (kind.startsWith("text") || kind.startsWith("varchar")) {
            // the shortest column takes 20 characters
            return Integer.toHexString(name.hashCode()) + " \u00fc\n" + row;
        }
        return kind.startsWith("bigint") ? 5_000_000_000L + row : 7 + row;
    }

    /** Every table with its rows, as texts that are the same for the same values on both databases. */
    static SortedMap<String, List<String>> read(Connection database, List<String> tables) throws SQLException {
        SortedMap<String, List<String>> all = new TreeMap<>();
        for (String table : tables) {
            all.put(
                    table,
                    rows(database, "select * from " + table).stream()
                            .map(row -> new TreeMap<>(row).toString())
                            .sorted()
                            .toList());
        }
        return all;
    }

    private static List<Map<String, String>> rows(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, String> row = new HashMap<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.put(found.getMetaData().getColumnName(column), text(found.getObject(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof Boolean flag ? flag ? "1" : "0" : String.valueOf(value);
    }
}
