package io.rsyncbackup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code --sample-config}: a configuration to begin with; in the sources it is src/main/resources/sample/application.yaml. */
final class SampleConfiguration {
    private static final String RESOURCE = "/sample/application.yaml";

    private SampleConfiguration() {}

    static void print(PrintStream out) {
        try (InputStream sample =
                Objects.requireNonNull(SampleConfiguration.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            sample.transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
