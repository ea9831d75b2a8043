package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.command.SshConnection;
import io.rsyncbackup.command.SshLimits;
import io.rsyncbackup.command.SshTarget;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.SshSettings;
import io.rsyncbackup.transfer.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other host of a plan. One login serves everything that is done there until it is closed; none is made before. */
final class RemoteHost implements AutoCloseable {
    private final PlanSpec spec;
    private final Location.Ssh location;
    private final SshConnection connection;
    private final PatientRunner shortCommands;
    private @Nullable Boolean root;

    RemoteHost(PlanSpec spec, Location.Ssh location, CommandRunner here, Path controlDirectory) {
        this.spec = spec;
        this.location = location;
        this.connection = new SshConnection(here, target(spec, location), controlDirectory, limits(spec));
        this.shortCommands = new PatientRunner(
                new ConnectedRunner(connection.shortCommands()), location.host(), PatientRunner.SHORT);
    }

    /** A connection that is gone holds up whoever would try again: no longer than rsync itself may stand still. */
    static SshLimits limits(PlanSpec spec) {
        Duration silence = spec.ioTimeout();
        return silence == null ? SshLimits.DEFAULT : SshLimits.DEFAULT.within(silence);
    }

    private static SshTarget target(PlanSpec spec, Location.Ssh location) {
        SshSettings ssh = spec.connection().ssh();
        return ssh == null
                ? new SshTarget(location.user(), location.host(), null, null, null)
                : new SshTarget(location.user(), location.host(), ssh.port(), ssh.identityFile(), ssh.knownHostsFile());
    }

    /** Runs programs there; a lost connection is a {@link DestinationException} that says so. */
    CommandRunner runner() {
        return new ConnectedRunner(connection.runner());
    }

    /** The same for those that take no time. */
    CommandRunner shortCommands() {
        return shortCommands;
    }

    /** What has not answered soon after this is requested is waited for no longer. */
    void stopOn(StopSignal signal) {
        shortCommands.stopOn(signal);
    }

    /** Is the account there root? Asks once. */
    synchronized boolean root() {
        if (root == null) {
            CommandResult result = shortCommands().run(Command.of("id", "--user"));
            if (!result.succeeded()) {
                throw new DestinationException(
                        DestinationException.Reason.UNAVAILABLE,
                        "the host " + location.host() + " does not say who we are there: "
                                + result.errorTail().strip());
            }
            root = result.outputTail().strip().equals("0");
        }
        return root;
    }

    /** What goes in front of programs there that need root's rights. */
    List<String> privileges() {
        return Prefix.privileges(spec, !spec.sudo() || root());
    }

    /**
     * The plan's directory there, as an end of a transfer.
     *
     * @param writer what marks a process tree as one that writes there
     */
    Endpoint.OverSsh endpoint(List<String> writer) {
        List<String> prefix = Prefix.of(spec, !spec.sudo() || root(), writer);
        try {
            return Endpoint.over(connection, location.path(), prefix);
        } catch (ConnectionException e) {
            throw ConnectedRunner.translated(e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
