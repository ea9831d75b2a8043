package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    /** Two tests hold the chart, and what it renders, to it: Helm reads no pom.xml. */
    @Test
    void hasItsVersionInOnePlace() throws IOException {
        Needs.programs("git");
        var version = Pattern.compile("<artifactId>rsync-backup-server</artifactId>\\s*<version>([^<]+)")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Shell.run("git grep --fixed-strings --files-with-matches -e \"$1\"", version.group(1))
                        .lines()
                        .filter(file -> !file.startsWith("src/test/resources/chart/golden/")))
                .containsExactlyInAnyOrder("pom.xml", "helm/rsync-backup-server/Chart.yaml");
    }
}
