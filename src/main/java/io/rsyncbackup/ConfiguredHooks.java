package io.rsyncbackup;

import io.rsyncbackup.backup.Hook;
import io.rsyncbackup.backup.PlanHooks;
import io.rsyncbackup.plan.DurationText;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.PlanProperties;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the commands around the runs of plans. Nothing else can bring one into this server. */
final class ConfiguredHooks {
    private static final String WORDS = "write the command as a list of words, as in [/usr/local/sbin/dump, --all]";
    private static final Duration DEFAULT = Duration.ofMinutes(5);

    private ConfiguredHooks() {}

    static SortedMap<String, PlanHooks> read(
            Fields fields, String prefix, @Nullable Map<String, PlanProperties> plans) {
        SortedMap<String, PlanHooks> hooks = new TreeMap<>();
        if (plans != null) {
            plans.forEach((name, plan) -> {
                PlanProperties.Hooks written = plan.hooks();
                if (written != null) {
                    String key = prefix + name + ".hooks.";
                    hooks.put(
                            name,
                            new PlanHooks(
                                    hook(fields, key + "before.", written.before()),
                                    hook(fields, key + "after-success.", written.afterSuccess()),
                                    hook(fields, key + "after-failure.", written.afterFailure()),
                                    hook(fields, key + "finally.", written.last())));
                }
            });
        }
        return hooks;
    }

    private static @Nullable Hook hook(Fields fields, String key, PlanProperties.@Nullable Hook written) {
        if (written == null) {
            return null;
        }
        Duration timeout = fields.read(key + "timeout", written.timeout(), ConfiguredHooks::timeout, DEFAULT);
        List<String> command = written.command();
        if (command == null || command.isEmpty()) {
            fields.add(key + "command", null, "is required; " + WORDS);
            return null;
        }
        String wrong = program(command.getFirst());
        if (wrong != null) {
            fields.add(key + "command[0]", command.getFirst(), wrong);
        }
        for (int i = 0; i < command.size(); i++) {
            if (command.get(i).indexOf('\0') >= 0) {
                fields.add(key + "command[" + i + "]", null, "holds a NUL, which no program can be given; remove it");
                return null;
            }
        }
        return wrong == null ? new Hook(command, timeout) : null;
    }

    /** A program that is missing fails its hook, and says so then; what looks like a mistake is said now. */
    private static @Nullable String program(String word) {
        if (word.isBlank()) {
            return "is no program; " + WORDS;
        }
        try {
            Path file = Path.of(word);
            if (!file.isAbsolute()) {
                return file.getNameCount() == 1 ? null : "is not an absolute path; write it so, or the program's name";
            }
            return Files.isDirectory(file) || (word.indexOf(' ') >= 0 && Files.notExists(file))
                    ? "is not a program that this server can run; " + WORDS
                    : null;
        } catch (InvalidPathException e) {
            return "is not a path: " + e.getReason();
        }
    }

    private static Duration timeout(String text) {
        Duration timeout = DurationText.parse(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("is shorter than a second; write a longer duration, as in 5m");
        }
        return timeout;
    }
}
