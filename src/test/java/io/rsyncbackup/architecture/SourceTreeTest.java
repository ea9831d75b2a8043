package io.rsyncbackup.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked for is put together from parts here, so that this file does not hold it. */
class SourceTreeTest {
    private static final Pattern REGISTRY = Stream.of(
                    "repo.maven" + ".apache.org",
                    "repo1.maven" + ".org",
                    "repo.spring" + ".io",
                    "plugins.gradle" + ".org",
                    "registry.npm" + "js.org",
                    "registry.yarn" + "pkg.com",
                    "deb.debian" + ".org",
                    "security.debian" + ".org",
                    "ftp.debian" + ".org",
                    "httpredir.debian" + ".org",
                    "snapshot.debian" + ".org")
            .map(Pattern::quote)
            .collect(Collectors.collectingAndThen(Collectors.joining("|"), Pattern::compile));

    /** At the start of a path, not within one: a directory of that name below another is nobody's machine. */
    private static final Pattern MACHINE = Pattern.compile("(?<![A-Za-z0-9_.$}~*-])/wo" + "rk/");

    private static final SourceTree PROJECT = new SourceTree(Path.of("").toAbsolutePath());

    @TempDir
    private Path directory;

    @Test
    void noMainSourceFileHasMoreThan300Lines() throws IOException {
        assertThat(new SourceTree(Path.of("src", "main")).filesLongerThan(300, ".java"))
                .isEmpty();
    }

    @Test
    void nothingCommittedNamesAPackageRegistry() throws Exception {
        assertThat(PROJECT.linesThatHold(REGISTRY, committed())).isEmpty();
    }

    @Test
    void nothingCommittedNamesADirectoryOfADevelopersMachine() throws Exception {
        assertThat(PROJECT.linesThatHold(MACHINE, committed())).isEmpty();
    }

    @Test
    void aLongFileIsReported() throws IOException {
        Files.writeString(directory.resolve("Long.java"), "line\n".repeat(301));
        Files.writeString(directory.resolve("Full.java"), "line\n".repeat(300));

        assertThat(new SourceTree(directory).filesLongerThan(300, ".java")).containsExactly("Long.java has 301 lines");
    }

    @Test
    void everyRegistryIsReportedWhereverItStands() throws IOException {
        Files.writeString(
                directory.resolve("pom.xml"),
                "<project>\n<url>https://repo.maven" + ".apache.org/maven2</url>\nhttp://deb.debian" + ".org/debian\n"
                        + "\"resolved\": \"https://registry.npm" + "js.org/x\"\nhttps://www.debian.org/\n");

        assertThat(new SourceTree(directory).linesThatHold(REGISTRY, List.of("pom.xml")))
                .containsExactly("pom.xml:2", "pom.xml:3", "pom.xml:4");
    }

    @Test
    void aPathOfAMachineIsReportedAndOneThatOnlyEndsSoIsNot() throws IOException {
        String machine = "/wo" + "rk/";
        Files.write(
                directory.resolve("notes"),
                ("cd " + machine + "x\n\u00e4\u0000=" + machine + "\ntarget" + machine + "x\n$HOME" + machine + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new SourceTree(directory).linesThatHold(MACHINE, List.of("notes", "deleted")))
                .containsExactly("notes:1", "notes:2");
    }

    @Test
    void whatIsNoWorkTreeHasNothingCommitted() throws Exception {
        assertThat(new SourceTree(directory).committed()).isEmpty();
    }

    private static List<String> committed() throws Exception {
        Optional<List<String>> committed = PROJECT.committed();
        if (committed.isEmpty()) {
            String message = "cannot ask git what is committed: install git, or run this in a clone";
            return System.getenv("CI") == null ? abort(message) : fail(message);
        }
        assertThat(committed.get()).contains("pom.xml");
        return committed.get();
    }
}
