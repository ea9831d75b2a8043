package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wrote a client for the last release can use it with this one. */
class OpenApiCompatibilityIT {
    private static final Path DOCUMENT = Path.of("openapi/openapi.yaml").toAbsolutePath();
    private static final Path PROJECT =
            Path.of("src/test/openapi/compatibility").toAbsolutePath();

    @Test
    void breaksNoClientOfTheLastRelease(@TempDir Path directory) throws Exception {
        Needs.programs("mvn", "git");
        var document = Files.readString(DOCUMENT);
        var withoutCancel = Files.writeString(
                directory.resolve("without-cancel.yaml"),
                document.replaceFirst("(?s)  /api/v1/runs/\\{run}/cancel:\\n.*?(?=\\n  /)", "  /api/v1/gone: {}"));
        var documents = new ArrayList<>(List.of(DOCUMENT, withoutCancel));
        var tag = Shell.run("git describe --tags --abbrev=0 2>/dev/null || true");
        if (!tag.isEmpty()) {
            var released = directory.resolve("released.yaml");
            Shell.run("git show \"$1:openapi/openapi.yaml\" >\"$2\"", tag, released);
            documents.addAll(List.of(released, DOCUMENT));
        }
        var verdicts = compare(directory, documents);
        var words = Pattern.compile("(unchanged|incompatible|compatible)$", Pattern.MULTILINE)
                .matcher(verdicts)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(words).as(verdicts).startsWith("incompatible");
        if (!tag.isEmpty()) {
            assertThat(words)
                    .as("since " + tag + ":\n" + verdicts)
                    .hasSize(2)
                    .last()
                    .isNotEqualTo("incompatible");
        }
    }

    private static String compare(Path directory, List<Path> documents) {
        return Shell.run(
                """
                export JAVA_HOME="$1"
                cd "$2"
                mvn -B -ntp -q -Dstyle.color=never compile exec:java "-Dwork=$3" "-Dexec.args=$4" 2>"$3.log" || { cat "$3.log" >&2; exit 1; }
                """,
                System.getProperty("java.home"),
                PROJECT,
                directory.resolve("work"),
                String.join(" ", documents.stream().map(Path::toString).toList()));
    }
}
