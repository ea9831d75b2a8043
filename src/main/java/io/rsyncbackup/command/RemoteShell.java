package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Words and scripts as text for the shell of an account on another host. The only class that quotes for a shell.
 *
 * <p>The account's own shell only ever sees one simple command whose argument holds neither quotes, backslashes that mean
 * anything to it, exclamation marks, line breaks nor bytes outside ASCII: sh, bash, dash, zsh, ksh, csh and fish read it
 * alike. What it holds is decoded and run by {@code /bin/sh} there.
 */
final class RemoteShell {
    private static final String DECODE = "exec /bin/sh -c 'LC_ALL=C; export LC_ALL; eval \"$(printf %b \"$1\")\"' sh '";
    private static final String RUN = resource("remote.sh");

    private RemoteShell() {}

    /** One word of a POSIX shell's command line that means exactly this text. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String quote(Collection<String> words) {
        return words.stream().map(RemoteShell::quote).collect(Collectors.joining(" "));
    }

    /** The command line for any account's shell that runs this script of a POSIX shell. */
    static String line(String script) {
        StringBuilder encoded = new StringBuilder(DECODE);
        for (byte next : script.getBytes(UTF_8)) {
            if (next < ' ' || next > '~' || next == '\'' || next == '\\' || next == '!') {
                encoded.append(String.format("\\0%03o", next & 0xff));
            } else {
                encoded.append((char) next);
            }
        }
        return encoded.append('\'').toString();
    }

    /** The command line that runs a command under watch, see {@code remote.sh}. */
    static String line(RemoteCommand command) {
        return line("id=" + quote(command.id())
                + " mark=" + quote(ProcessGroup.VARIABLE + "=" + command.id())
                + " program=" + quote(command.program())
                + " sudo=" + quote(command.sudo() ? command.program() : "")
                + " size=" + command.inputSize()
                + " silence=" + command.silence().toSeconds()
                + " grace=" + tenths(command.limits().grace())
                + " linger=" + tenths(command.limits().linger())
                + " PATH=" + Programs.PATH + "; export PATH\n"
                + "set -- env -i " + quote(command.words()) + "\n"
                + RUN);
    }

    /** A command for a shell that runs one after another; says on both streams when it has ended. */
    static String once(String id, Collection<String> words) {
        return "(exec env -i " + quote(words) + ") </dev/null; printf '\\n%s %s\\n' " + quote(id)
                + " \"$?\"; printf '\\n%s \\n' " + quote(id) + " >&2\n";
    }

    /** Words as rsync's option {@code --rsync-path} takes them, which goes to the account's shell as it is. */
    static String beforeArguments(Collection<String> words) {
        boolean simple = words.stream().allMatch(word -> word.matches("[A-Za-z0-9_./:=,@%+-]+"));
        return simple ? String.join(" ", words) : line("shift; exec " + quote(words) + " \"$@\"");
    }

    private static long tenths(Duration duration) {
        return duration.toMillis() / 100;
    }

    private static String resource(String name) {
        try (InputStream stream = RemoteShell.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
