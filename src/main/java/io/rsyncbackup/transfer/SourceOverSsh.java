package io.rsyncbackup.transfer;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.util.ArrayList;
import java.util.List;

/** Asks the host of a source for it: first the directory itself, then, if there is any, one entry. */
record SourceOverSsh(Session session, Endpoint.OverSsh source) implements SourceCheck {
    @Override
    public Object look() {
        String directory = Addresses.withSlash(source.path());
        List<String> found = new ArrayList<>();
        StringBuilder complaint = new StringBuilder();
        CommandResult result = session.runAt(
                source,
                Command.of(
                        "find",
                        directory,
                        "-maxdepth",
                        "1",
                        "-printf",
                        "%D:%i\\n",
                        "(",
                        "-samefile",
                        directory,
                        "-o",
                        "-quit",
                        ")"),
                new CommandOutput() {
                    @Override
                    public void out(byte[] line) {
                        found.add(Names.readable(line));
                    }

                    @Override
                    public void err(byte[] line) {
                        complaint.append(complaint.isEmpty() ? "" : " ").append(Names.readable(line));
                    }
                });
        if (found.size() > 1) {
            return found.getFirst();
        }
        if (result.exitCode() == 0 && found.size() == 1) {
            throw SourceCheck.empty(source);
        }
        throw refused(complaint.toString());
    }

    private TransferEndedException refused(String complaint) {
        if (complaint.endsWith(": No such file or directory") || complaint.endsWith(": Not a directory")) {
            return SourceCheck.missing(source);
        }
        return TransferEndedException.failed(
                complaint.endsWith(": Permission denied") ? Failure.PERMISSION : Failure.INTERNAL,
                "the source " + source.text() + " cannot be read by the user of this run: " + complaint);
    }
}
