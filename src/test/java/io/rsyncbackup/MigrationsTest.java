package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions of the server work side by side during an upgrade: what the older one writes must still be possible. */
class MigrationsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern CREATED = Pattern.compile("create table (?:if not exists )?(\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void onlyAdd(String vendor) throws IOException {
        for (Path file : migrations(vendor)) {
            assertThat(problems(Files.readString(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void areTheSameForBothDatabases() throws IOException {
        assertThat(names("sqlite")).isEqualTo(names("postgresql")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table run;",
                "alter table run drop column note;",
                "ALTER TABLE run RENAME COLUMN note TO remark;",
                "alter table run rename to execution;",
                "alter table run alter column note type integer;",
                "alter table run alter column note set not null;",
                "alter table run alter column attempts drop default;",
                "alter table run add column size bigint not null;",
                "alter table run add constraint one unique (note);",
                "create unique index one_note on run (note);",
                "delete from run;",
                "truncate run;",
                "-- harmless\ncreate table x (id text);\n-- not\ndrop\n table run;",
            })
    void whatTakesSomethingAwayIsFound(String sql) {
        assertThat(problems(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table x (id text not null primary key); create unique index x_once on x (id);",
                "alter table run add column size bigint;",
                "alter table run add column size bigint not null default 0;",
                "create index run_by_size on run (size);",
                "drop index run_by_size; create index run_by_size on run (size, id);",
                "-- drop table run\nselect 1;",
                "update token set role = 'admin' where permissions = '*';",
            })
    void whatOnlyAddsIsNot(String sql) {
        assertThat(problems(sql)).isEmpty();
    }

    private static List<String> problems(String file) {
        String sql = file.replaceAll("--[^\n]*", "").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Set<String> made = new TreeSet<>();
        Matcher created = CREATED.matcher(sql);
        while (created.find()) {
            made.add(created.group(1));
        }
        List<String> problems = new ArrayList<>();
        for (String statement : sql.split(";")) {
            String words = statement.strip();
            boolean takes =
                    words.matches("(drop (?!index )|truncate|delete from|alter table .*\\b(drop|rename|alter column|add"
                            + " constraint|set not null)\\b).*");
            boolean demands = words.matches("alter table .* not null.*") && !words.contains(" default ");
            Matcher unique =
                    Pattern.compile("create unique index \\w+ on (\\w+) .*").matcher(words);
            boolean narrows = unique.matches() && !made.contains(unique.group(1));
            if (takes || demands || narrows) {
                problems.add(words);
            }
        }
        return problems;
    }

    private static List<Path> migrations(String vendor) throws IOException {
        try (var files = Files.list(MIGRATIONS.resolve(vendor))) {
            return files.sorted().toList();
        }
    }

    private static Set<String> names(String vendor) throws IOException {
        Set<String> names = new TreeSet<>();
        migrations(vendor).forEach(file -> names.add(file.getFileName().toString()));
        return names;
    }
}
