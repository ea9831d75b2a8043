package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Does what was decided, and nothing else. */
final class Apply {
    private final Session session;
    private final RsyncCommands commands;
    private final Findings findings;
    private boolean begun;

    Apply(Session session, RsyncCommands commands, Findings findings) {
        this.session = session;
        this.commands = commands;
        this.findings = findings;
    }

    void apply(Decision decision) throws IOException {
        clear(decision);
        ProgressMeter meter = ProgressMeter.of(session.listener(), decision.applyBytes(), decision.applyFiles());
        run(decision.applyCount() > 0 ? commands.apply(decision.applyList()) : commands.applyRoot(), meter);
        meter.end();
    }

    /** Removes what has to go before anything can be made anew. */
    void clear(Decision decision) throws IOException {
        if (!begun) {
            session.listener().beforeFirstWrite();
            begun = true;
        }
        if (decision.removeCount() > 0) {
            remove(decision);
        }
    }

    private void remove(Decision decision) throws IOException {
        Path empty = Files.createDirectory(session.scratch("empty"));
        RsyncErrors errors = findings.errors();
        List<String> argv = commands.remove(decision.removeList(), empty);
        CommandResult result = session.run(argv, new RemoveOutput(session.listener(), errors));
        Files.delete(empty);
        if (result.exitCode() != 24) {
            findings.ended(
                    session.commandLine(session.withPrefix(argv)),
                    result.exitCode(),
                    errors,
                    inodesUsedUp(session, result));
        }
    }

    private void run(List<String> argv, ProgressMeter meter) {
        RsyncErrors errors = findings.errors();
        RsyncOutput output = new RsyncOutput(session.listener(), meter, errors);
        CommandResult result = session.run(argv, output);
        findings.statistics(output.statistics());
        findings.ended(
                session.commandLine(session.withPrefix(argv)),
                result.exitCode(),
                errors,
                inodesUsedUp(session, result));
    }

    /** Asked when an rsync failed, since out of space and out of inodes look alike to it. */
    static boolean inodesUsedUp(Session session, CommandResult result) {
        if (result.exitCode() != 23 && result.exitCode() != 11) {
            return false;
        }
        Room room = Room.of(session);
        return room != null && room.inodesUsedUp();
    }

    /** In an empty source everything has vanished, which is the point. */
    private record RemoveOutput(TransferListener listener, RsyncErrors errors) implements CommandOutput {
        private static final List<String> EXPECTED = List.of(
                "file has vanished: ",
                "WARNING: parent dir is absent in the file list: ",
                "default_perms_for_dir: ",
                "rsync warning: some files vanished ");

        @Override
        public void out(byte[] line) {
            listener.log(line);
        }

        @Override
        public void err(byte[] line) {
            String text = Names.readable(line);
            if (EXPECTED.stream().noneMatch(text::startsWith)) {
                errors.accept(line);
                listener.log(line);
            }
        }
    }
}
