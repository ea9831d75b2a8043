package io.rsyncbackup.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One command as it runs on another host.
 *
 * @param id unlike that of any other
 * @param marks variables that everything carries that this server starts
 * @param inputSize bytes of its input
 * @param silence after this long without a sign of life it is ended
 */
record RemoteCommand(
        Command command, String id, Map<String, String> marks, long inputSize, Duration silence, CommandLimits limits) {
    /** Others might be secret, and everyone on that host can read them in the list of processes. */
    private static final Set<String> ALLOWED = Set.of("HOME", "LANG", "LC_ALL", "PATH", "TZ");

    RemoteCommand {
        command.environment().keySet().stream()
                .filter(name -> !ALLOWED.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("the variable " + name
                            + " cannot be given to a program on another host, where all may read it");
                });
        if (command.feed() != null) {
            throw new IllegalArgumentException("a command on another host has a file as input, or none");
        }
    }

    String program() {
        return command.program();
    }

    boolean sudo() {
        return command.sudo();
    }

    /** The environment, as words of env(1), then the command. */
    List<String> words() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", Programs.PATH);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("HOME", "/nonexistent");
        environment.putAll(command.environment());
        environment.putAll(marks);
        environment.put(ProcessGroup.VARIABLE, id);
        List<String> words = new ArrayList<>();
        environment.forEach((name, value) -> words.add(name + "=" + value));
        if (command.program().indexOf('=') >= 0) {
            throw new IllegalArgumentException("not the name of a program: " + command.program());
        }
        words.addAll(command.argv());
        return words;
    }
}
