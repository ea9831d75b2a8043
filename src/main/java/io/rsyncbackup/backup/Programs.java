package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandRunner;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The programs that backups need, and their versions as found at start. */
@Component
class Programs {
    private static final Pattern VERSION = Pattern.compile("version v?(\\S+)");

    private final String rsync;

    Programs(CommandRunner runner) {
        this.rsync = version(runner);
    }

    private static String version(CommandRunner runner) {
        try {
            String first = runner.run(Command.of("rsync", "--version"))
                    .outputTail()
                    .lines()
                    .findFirst()
                    .orElse("");
            Matcher version = VERSION.matcher(first);
            return version.find() ? "rsync " + version.group(1) : "rsync of unknown version";
        } catch (CommandNotStartedException e) {
            return "rsync is missing: install the package rsync";
        }
    }

    boolean complete() {
        return !rsync.contains("missing");
    }

    List<String> versions() {
        return List.of(rsync);
    }
}
