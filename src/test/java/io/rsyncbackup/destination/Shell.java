package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.LocalCommandRunner;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs bash for tests that make trees. */
final class Shell {
    private Shell() {}

    /** Arguments are {@code $1, $2 …}; answers what it printed. */
    static String run(String script, Object... arguments) {
        List<String> argv = new ArrayList<>(List.of("bash", "-e", "-o", "pipefail", "-c", script, "bash"));
        Stream.of(arguments).map(Object::toString).forEach(argv::add);
        CommandResult result = new LocalCommandRunner("test-shell").run(Command.of(argv));
        if (!result.succeeded()) {
            throw new AssertionError("exit " + result.exitCode() + " of: " + script + "\n" + result.errorTail());
        }
        return result.outputTail().strip();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
