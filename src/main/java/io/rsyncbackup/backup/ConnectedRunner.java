package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;

/** Tells trouble with a connection as trouble with the destination, which every caller knows. */
record ConnectedRunner(CommandRunner there) implements CommandRunner {
    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        try {
            return there.run(command, output, stop);
        } catch (ConnectionException e) {
            throw translated(e);
        }
    }

    static DestinationException translated(ConnectionException e) {
        DestinationException.Reason reason = switch (e.kind()) {
            case NETWORK, TUNNEL -> DestinationException.Reason.NETWORK;
            case HOST_KEY -> DestinationException.Reason.HOST_KEY;
            case AUTHENTICATION -> DestinationException.Reason.AUTHENTICATION;
        };
        return new DestinationException(reason, String.valueOf(e.getMessage()), e);
    }
}
