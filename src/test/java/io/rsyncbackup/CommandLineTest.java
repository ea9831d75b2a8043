package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own: what it prints and how it ends. */
class CommandLineTest {
    @TempDir
    Path temporary;

    private record Ended(int exitCode, String output, String errors) {}

    private Ended server(String yaml, String locale, String... arguments) throws Exception {
        Files.writeString(temporary.resolve("application.yaml"), yaml);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BackupServer.class.getName(),
                "--server.port=0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectOutput(temporary.resolve("output").toFile())
                .redirectError(temporary.resolve("errors").toFile());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(
                process.exitValue(),
                Files.readString(temporary.resolve("output")),
                Files.readString(temporary.resolve("errors")));
    }

    @Test
    void aMistakeStopsTheStartWithOneLine() throws Exception {
        Ended ended = server(
                "backup: { plans: { laptop: { source: /etc, destination: /b/x/latest, bandwidth-limit: 20 potatoes } } }",
                "C.UTF-8");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors())
                .isEqualTo("backup.plans.laptop.bandwidth-limit: \"20 potatoes\" is not a size;"
                        + " write a number with a unit, as in 20MB or 512KiB\n");
        assertThat(ended.output()).doesNotContain("Exception", "ERROR");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void checkingSaysEveryMistakeAndStartsNothing() throws Exception {
        Ended ended = server("backup: { zone: x, dta: y }", "C.UTF-8", "--check-config");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("backup.zone: ") || line.startsWith("backup.dta: "));
        assertThat(ended.output()).isEmpty();

        Ended valid = server(
                "backup: { plans: { a: { source: /etc, destination: /b/x/latest } } }", "C.UTF-8", "--check-config");
        assertThat(valid.exitCode()).isZero();
        assertThat(valid.errors()).isEmpty();
        assertThat(valid.output()).isEqualTo("The configuration is valid; plans: a\n");

        Ended warned = server(
                "backup: { plans: { a: { source: /etc, destination: 'me@b::m/latest', password-file: /absent } } }",
                "C.UTF-8",
                "--check-config");
        assertThat(warned.exitCode()).isZero();
        assertThat(warned.errors())
                .startsWith("backup.plans.a.password-file: \"/absent\" does not exist; ")
                .endsWith("; until then every run of plan a fails\n");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void brokenYamlIsOneLineToo() throws Exception {
        Ended ended = server("backup: [\n  x: }", "C.UTF-8");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors())
                .startsWith("the configuration is not valid YAML: ")
                .containsOnlyOnce("\n");
    }

    @Test
    void aLocaleThatCannotNameEveryFileIsRefused() throws Exception {
        Ended ended = server("", "C");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("LC_ALL=C.UTF-8").containsOnlyOnce("\n");
    }

    @Test
    void theSampleIsPrinted() throws Exception {
        Ended ended = server("", "C.UTF-8", "--sample-config");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("expected-interval: 1d");
    }

    @Test
    void theAdminTokenIsReplaced() throws Exception {
        Ended first = server("", "C.UTF-8", "--new-admin-token");
        assertThat(first.exitCode()).isZero();
        Path file = temporary.resolve("data/admin.token");
        assertThat(first.output()).contains("The new admin token is in " + file.toRealPath());
        String token = Files.readString(file);
        assertThat(server("", "C.UTF-8", "--new-admin-token").exitCode()).isZero();
        assertThat(Files.readString(file)).isNotEqualTo(token);
    }

    @Test
    void aConfiguredAdminTokenIsNotReplaced() throws Exception {
        Path file = Files.writeString(temporary.resolve("token"), "0123456789abcdef0123456789abcdef");
        Ended ended =
                server("backup: { security: { admin-token-file: " + file + " } }", "C.UTF-8", "--new-admin-token");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("write a new one there").containsOnlyOnce("\n");
    }

    @Test
    void aTokenFileThatHoldsNoTokenStopsTheStartWithOneLine() throws Exception {
        Path file = Files.writeString(temporary.resolve("token"), "short");
        Ended ended = server("backup: { security: { admin-token-file: " + file + " } }", "C.UTF-8");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors())
                .startsWith("backup.security.admin-token-file ")
                .containsOnlyOnce("\n");
    }
}
