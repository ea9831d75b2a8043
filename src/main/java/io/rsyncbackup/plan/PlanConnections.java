package io.rsyncbackup.plan;

import io.rsyncbackup.location.InvalidLocationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how the end of a plan on another host is reached. */
final class PlanConnections {
    private PlanConnections() {}

    static PlanConnection read(
            Fields fields, PlanProperties plan, @Nullable Location source, @Nullable Location destination) {
        PlanConnection connection = new PlanConnection(
                ssh(fields, plan.ssh()),
                fields.read("password-file", plan.passwordFile(), PlanPaths::read),
                tunnel(fields, plan.tunnel()));
        boolean known = destination != null && (source != null || PlanLocations.othersFill(plan.source()));
        if (known) {
            pointless(fields, plan, source, destination);
        }
        return connection;
    }

    /** What nothing would heed must not look as if it did anything. */
    private static void pointless(
            Fields fields, PlanProperties plan, @Nullable Location source, @Nullable Location destination) {
        Location.Daemon daemon = end(Location.Daemon.class, source, destination);
        boolean logsIn = end(Location.Ssh.class, source, destination) != null || plan.tunnel() != null;
        if (daemon == null) {
            String needs = "only has an effect on the way to an rsync daemon; write source or destination as in"
                    + " rsync://host/module/dir, or remove it";
            fields.refuse("tunnel", plan.tunnel(), needs);
            fields.refuse("password-file", plan.passwordFile(), needs);
        } else if (daemon.user() == null) {
            fields.refuse(
                    "password-file",
                    plan.passwordFile(),
                    "is whose? write the user's name into " + daemon.text() + ", as in "
                            + new Location.Daemon("user", daemon.host(), daemon.port(), daemon.module(), daemon.path())
                                    .text());
        }
        if (plan.ssh() != null && !logsIn) {
            fields.add(
                    "ssh",
                    null,
                    "only has an effect with SSH; write source or destination as in host:/dir, add tunnel, or remove it");
        } else if (plan.ssh() != null && plan.tunnel() != null) {
            fields.refuse("ssh.port", plan.ssh().port(), "belongs into tunnel; write it there, as in gateway:2222");
        }
    }

    private static <T extends Location> @Nullable T end(Class<T> kind, @Nullable Location... ends) {
        return Stream.of(ends)
                .filter(Objects::nonNull)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable SshSettings ssh(Fields fields, PlanProperties.@Nullable Ssh ssh) {
        if (ssh == null) {
            return null;
        }
        Path identity = fields.read("ssh.identity-file", ssh.identityFile(), PlanConnections::sshFile);
        Path knownHosts = fields.read("ssh.known-hosts-file", ssh.knownHostsFile(), PlanConnections::sshFile);
        Integer port = ssh.port() == null ? null : fields.number("ssh.port", ssh.port(), 1, 65_535, 22);
        return new SshSettings(identity, port, knownHosts);
    }

    private static Path sshFile(String text) {
        return Objects.requireNonNull(new SshSettings(PlanPaths.read(text), null, null).identityFile());
    }

    private static Location.@Nullable Tunnel tunnel(Fields fields, @Nullable String value) {
        if (value == null || value.isBlank()) {
            fields.read("tunnel", value, text -> text);
            return null;
        }
        try {
            return Locations.parseTunnel(value.strip());
        } catch (InvalidLocationException e) {
            fields.add("tunnel", PlanLocations.withoutPassword(value), "cannot be used: " + e.getMessage());
            return null;
        }
    }
}
