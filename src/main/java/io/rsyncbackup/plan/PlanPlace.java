package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a plan's snapshots are kept, the same however a plan writes it. Pure: what links and other names
 * of a host lead to is seen by the identity that lies there.
 *
 * @param host what tells apart hosts, ways and modules; empty for this host
 */
public record PlanPlace(String host, Path parent) {
    private static final int SSH_PORT = 22;
    private static final int DAEMON_PORT = 873;

    public static PlanPlace of(PlanSpec spec) {
        PlanConnection connection = spec.connection();
        return switch (spec.destination()) {
            case Location.Local local -> new PlanPlace("", parent(local.path().toString()));
            case Location.Ssh ssh -> {
                SshSettings settings = connection.ssh();
                Integer port = settings == null ? null : settings.port();
                yield new PlanPlace("ssh://" + authority(ssh.host(), port, SSH_PORT), parent(ssh.path()));
            }
            case Location.Daemon daemon ->
                new PlanPlace(
                        "rsync://" + authority(daemon.host(), daemon.port(), DAEMON_PORT)
                                + through(connection.tunnel()),
                        parent("/" + daemon.module() + daemon.path()));
        };
    }

    /** Tells it from every other place, this host's directories included. */
    public String text() {
        return host + parent;
    }

    /** A daemon's name means what the gateway takes it for. */
    private static String through(Location.@Nullable Tunnel tunnel) {
        return tunnel == null ? "" : "!" + authority(tunnel.host(), tunnel.port(), SSH_PORT);
    }

    private static String authority(String host, @Nullable Integer port, int usual) {
        String known = host.indexOf(':') < 0 ? name(host) : "[" + address(host) + "]";
        return known + ":" + (port == null ? usual : port);
    }

    /** A dot at its end only says that it is whole. */
    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** An address has several texts; nobody is asked for one. */
    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    private static Path parent(String path) {
        return Objects.requireNonNull(Path.of(path).getParent());
    }
}
