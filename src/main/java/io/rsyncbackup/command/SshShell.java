package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs short commands one after another in one shell of another host. To start each by itself takes a network round trip
 * or two and a new session there, which is many times what it runs. Not for what takes long: a stop ends the whole shell,
 * and what runs in it may go on.
 */
final class SshShell implements CommandRunner, AutoCloseable {
    private static final int NOT_FOUND = 127;

    private final SshConnection connection;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable ShellSession session;

    SshShell(SshConnection connection) {
        this.connection = connection;
    }

    @Override
    public Map<String, String> marks() {
        return connection.marks();
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        if (command.input() != null || command.output() != null) {
            return connection.runner().run(command, output, stop);
        }
        String id = UUID.randomUUID().toString();
        RemoteCommand remote = new RemoteCommand(
                command,
                id,
                connection.marks(),
                0,
                connection.limits().silence(),
                connection.limits().programs());
        turn.lock();
        try {
            CommandResult result = session().run(id, RemoteShell.once(id, remote.words()), output, stop, () -> {
                throw SshErrors.lost(connection.target(), command.program(), errors());
            });
            refuseMissing(command, result);
            return result;
        } finally {
            turn.unlock();
        }
    }

    private ShellSession session() {
        connection.open();
        if (session == null || session.ended()) {
            session = new ShellSession(connection.local(), connection.argv(RemoteShell.line("exec /bin/sh -s")));
        }
        return session;
    }

    private String errors() {
        return session == null ? "" : session.errorTail();
    }

    private void refuseMissing(Command command, CommandResult result) {
        String missing = result.exitCode() == NOT_FOUND && result.errorTail().startsWith("env: ")
                ? command.program()
                : Programs.notExecuted(result.exitCode(), command.sudo(), result.errorTail());
        if (missing != null) {
            throw new CommandNotStartedException(
                    Programs.missing(missing, connection.host()),
                    new NoSuchFileException(missing, null, result.errorTail()));
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            turn.unlock();
        }
    }

    static byte[] bytes(String script) {
        return script.getBytes(UTF_8);
    }
}
