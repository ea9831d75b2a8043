package io.rsyncbackup.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped alerts, tested by Prometheus' own tool: when each fires, and that it clears by itself. */
class MonitoringRulesTest {
    @Test
    void theRulesAreValidAndEachFiresAndClears() {
        Needs.programs("promtool");
        assertThat(Shell.run("promtool check rules src/main/dist/monitoring/rules.yml 2>&1"))
                .contains("SUCCESS: 12 rules found");
        Shell.Result tests = Shell.attempt(
                "promtool test rules src/test/monitoring/rules_test.yml src/test/monitoring/slow_rules_test.yml 2>&1");
        assertThat(tests.exitCode())
                .as(new String(tests.output(), java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void everyMetricOfRulesAndDashboardIsOneThatTheServerHasFromItsStart() throws IOException {
        Set<String> exposed = names("^(backup_[a-z_]+)", "src/test/resources/golden/metric-names.txt");
        Set<String> used = names("\\b(backup_[a-z_]+)\\b", "src/main/dist/monitoring/rules.yml");
        used.addAll(names("\\b(backup_[a-z_]+)\\b", "src/main/dist/monitoring/dashboard.json"));
        assertThat(used).hasSizeGreaterThan(20);
        assertThat(exposed).containsAll(used);
    }

    private static Set<String> names(String pattern, String file) throws IOException {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
