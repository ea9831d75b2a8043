package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandRunner;
import java.util.List;
import org.springframework.stereotype.Component;

/** The programs that backups need, and their versions as found at start. */
@Component
class Programs {
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
            String[] words = first.strip().split("\\s+");
            return words.length > 2 ? "rsync " + words[2] : "rsync of unknown version";
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
