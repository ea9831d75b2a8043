package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed document has neither errors nor warnings for Redocly and Spectral. */
class OpenApiLintIT {
    private static final Path DOCUMENT = Path.of("openapi/openapi.yaml").toAbsolutePath();
    private static final Path TOOLS = Path.of("src/test/openapi");

    @TempDir
    static Path directory;

    record Result(int exit, String output) {}

    /** Beside the sources nothing is written. */
    @BeforeAll
    static void install() throws Exception {
        if (run("npm --version").exit() != 0) {
            String message = "npm is missing; install it with: apt-get install npm";
            assertThat(System.getenv("CI")).as(message).isNull();
            Assumptions.abort(message);
        }
        for (String file : new String[] {"package.json", "package-lock.json", "redocly.yaml", "spectral.yaml"}) {
            Files.copy(TOOLS.resolve(file), directory.resolve(file));
        }
        Result installed = run("npm ci --ignore-scripts --no-audit --no-fund");
        assertThat(installed.exit()).as(installed.output()).isZero();
    }

    private static Result run(String command) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static Result redocly(Path document) throws Exception {
        return run("npx redocly lint --config redocly.yaml " + document);
    }

    private static Result spectral(Path document) throws Exception {
        return run("npx spectral lint --ruleset spectral.yaml --fail-severity warn " + document);
    }

    @Test
    void redoclyFindsNothing() throws Exception {
        Result result = redocly(DOCUMENT);
        assertThat(result.exit()).as(result.output()).isZero();
    }

    @Test
    void spectralFindsNothing() throws Exception {
        Result result = spectral(DOCUMENT);
        assertThat(result.exit()).as(result.output()).isZero();
    }

    @Test
    void bothFindAnExampleThatDoesNotFit() throws Exception {
        Path broken = Files.writeString(
                directory.resolve("broken.yaml"),
                Files.readString(DOCUMENT).replace("planVersion: 3\n", "planVersion: three\n"));
        assertThat(redocly(broken).exit()).isNotZero();
        assertThat(spectral(broken).exit()).isNotZero();
    }
}
