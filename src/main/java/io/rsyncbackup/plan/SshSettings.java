package io.rsyncbackup.plan;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ssh is told. Host keys are always checked. The paths are absolute and hold nothing that ssh would take for more
 * than a name: it splits at white space, and expands percent signs and dollars.
 *
 * @param identityFile the private key; absent means the keys that ssh finds by itself
 * @param port absent means what ssh takes by itself, 22
 * @param knownHostsFile the host keys; absent means those that ssh finds by itself
 */
public record SshSettings(
        @Nullable Path identityFile,
        @Nullable Integer port,
        @Nullable Path knownHostsFile) {
    private static final Pattern EXPANDED = Pattern.compile(".*[\\s\\p{Cntrl}\"'\\\\%$*?,].*", Pattern.DOTALL);

    public SshSettings {
        file(identityFile);
        file(knownHostsFile);
        if (port != null && (port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("is not a number from 1 to 65535; write one");
        }
    }

    private static void file(@Nullable Path file) {
        if (file == null) {
            return;
        }
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("is no absolute path; begin it with /");
        }
        if (EXPANDED.matcher(file.toString()).matches()) {
            throw new IllegalArgumentException(
                    "holds a character that ssh takes for more than a name (white space or one"
                            + " of \" ' \\ % $ * ? ,); give the file a plainer one");
        }
    }
}
