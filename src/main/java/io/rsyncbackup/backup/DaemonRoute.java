package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.command.SshTarget;
import io.rsyncbackup.command.SshTunnel;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.SshSettings;
import io.rsyncbackup.transfer.Endpoint;
import org.jspecify.annotations.Nullable;

/** The way to a plan's rsync daemon: the plan's tunnel, opened when it is first needed and again when it broke, or none. */
final class DaemonRoute implements AutoCloseable {
    private static final int USUAL_PORT = 873;

    private final PlanSpec spec;
    private final Location.Daemon daemon;
    private final CommandRunner here;
    private volatile StopSignal wanted = StopSignal.NEVER;
    private @Nullable SshTunnel tunnel;

    DaemonRoute(PlanSpec spec, Location.Daemon daemon, CommandRunner here) {
        this.spec = spec;
        this.daemon = daemon;
        this.here = here;
    }

    /** From now on nobody waits for the tunnel when this is requested. */
    void stopOn(StopSignal signal) {
        wanted = signal;
    }

    /**
     * The port of this host that leads there; absent where the daemon is reached directly.
     *
     * @throws io.rsyncbackup.destination.DestinationException when the tunnel cannot be opened
     */
    synchronized @Nullable Integer port() {
        Location.Tunnel gateway = spec.connection().tunnel();
        if (gateway == null) {
            return null;
        }
        if (tunnel != null && tunnel.ended()) {
            tunnel.close();
            tunnel = null;
        }
        if (tunnel == null) {
            try {
                tunnel = SshTunnel.open(
                        here,
                        target(gateway),
                        daemon.host(),
                        daemon.port() == null ? USUAL_PORT : daemon.port(),
                        RemoteHost.limits(spec),
                        wanted);
            } catch (ConnectionException e) {
                throw ConnectedRunner.translated(e);
            }
        }
        return tunnel.localPort();
    }

    /** The plan's own directory, to read from it. */
    Endpoint.Daemon source() {
        return new Endpoint.Daemon(daemon, spec.connection().passwordFile(), port());
    }

    private SshTarget target(Location.Tunnel gateway) {
        SshSettings ssh = spec.connection().ssh();
        return new SshTarget(
                gateway.user(),
                gateway.host(),
                gateway.port(),
                ssh == null ? null : ssh.identityFile(),
                ssh == null ? null : ssh.knownHostsFile());
    }

    @Override
    public synchronized void close() {
        if (tunnel != null) {
            tunnel.close();
            tunnel = null;
        }
    }
}
