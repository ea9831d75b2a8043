package io.rsyncbackup.plan;

import io.rsyncbackup.location.InvalidLocationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.plan.PlanNotAllowedException.End;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Holds plans made over the API to what the configuration allows. Local directories are compared by the elements of their
 * real paths: a symbolic link leads nowhere else, also when it was made after the plan.
 */
@Component
class RealPathBounds implements PlanBounds {
    private final PlanSettings settings;
    private final ApiPlanStore store;

    RealPathBounds(PlanSettings settings, ApiPlanStore store) {
        this.settings = settings;
        this.store = store;
    }

    @Override
    public void check(String plan, PlanSpec spec) {
        if (settings.plans().containsKey(plan) || store.wasConfigured(plan)) {
            return;
        }
        List<ConnectionProperties> same = Stream.concat(
                        Stream.of(ConnectionProperties.NONE), settings.connections().values().stream())
                .filter(connection -> gives(connection, spec))
                .toList();
        if (same.isEmpty()) {
            throw new PlanNotAllowedException(End.DESTINATION, withdrawn(plan));
        }
        check(spec, same);
    }

    /** Whether a plan of these two ends that is made today with the connection logs in, mounts and has the rights as this one. */
    private boolean gives(ConnectionProperties connection, PlanSpec spec) {
        try {
            PlanSpec today = PlanReader.read("", ApiPlanReader.properties(spec, connection), settings.zone());
            return today.connection().equals(spec.connection())
                    && today.device().equals(spec.device())
                    && today.sudo() == spec.sudo();
        } catch (PlanRejectedException e) {
            return false;
        }
    }

    private String withdrawn(String plan) {
        Optional<ApiPlanStore.Row> row = store.find(plan);
        Object name = row.map(found -> AllPlans.document(found.document()).get(ApiPlanReader.CONNECTION))
                .orElse(null);
        if (row.isEmpty() || name == null) {
            return "plan " + plan + (row.isEmpty() ? " was deleted" : " names no connection any more")
                    + ", and no connection of the configuration is the one that it had";
        }
        return "connection " + name
                + (settings.connections().containsKey(String.valueOf(name))
                        ? " says something else now; PUT the plan again"
                        : " is not declared any more; declare it below backup.connections, or PUT the plan with another");
    }

    /** @param connections those that the plan may use */
    void check(PlanSpec spec, List<ConnectionProperties> connections) {
        if (spec.source() != null) {
            within(
                    End.SOURCE,
                    "allowed-sources",
                    spec.source(),
                    settings.allowed().sources(),
                    connections);
        }
        within(
                End.DESTINATION,
                "allowed-destinations",
                spec.destination(),
                settings.allowed().destinations(),
                connections);
    }

    private static void within(
            End end, String key, Location location, List<Path> roots, List<ConnectionProperties> connections) {
        if (location instanceof Location.Local local) {
            withinRoots(end, key, local, roots);
        } else if (connections.stream().noneMatch(connection -> below(location, connection.location()))) {
            throw new PlanNotAllowedException(
                    end,
                    location.text() + " lies on another host, which a plan made over the API may only name by a"
                            + " connection whose location is above it; declare one below backup.connections and write"
                            + " \"connection\": NAME");
        }
    }

    private static void withinRoots(End end, String key, Location.Local local, List<Path> roots) {
        if (roots.isEmpty()) {
            throw new PlanNotAllowedException(
                    end,
                    "no local directory is allowed as " + (end == End.SOURCE ? "source" : "destination")
                            + " of plans made over the API; list some as backup." + key
                            + " in the configuration and restart the server");
        }
        // snapshots are made beside a destination
        Path used = end == End.SOURCE
                ? local.path()
                : Objects.requireNonNull(local.path().getParent());
        Path real = real(end, used);
        Path last = end == End.SOURCE ? real : real(end, local.path());
        if (roots.stream()
                .flatMap(root -> RealPaths.find(root).stream())
                .noneMatch(root -> real.startsWith(root) && last.startsWith(root))) {
            throw new PlanNotAllowedException(
                    end,
                    local.text() + (real.equals(used) ? "" : " (really " + real + ")")
                            + " does not lie below one of backup." + key + ": "
                            + String.join(
                                    ", ", roots.stream().map(Path::toString).toList()));
        }
    }

    private static Path real(End end, Path path) {
        return RealPaths.find(path)
                .orElseThrow(() -> new PlanNotAllowedException(
                        end,
                        "nobody can tell where " + path
                                + " really lies: something on it is a link that leads nowhere, no"
                                + " directory, or one that the server's user may not look into; mend that, or make the"
                                + " plan in the configuration"));
    }

    private static boolean below(Location location, @Nullable String root) {
        if (root == null) {
            return false;
        }
        try {
            Location above = Locations.parse(root.strip());
            return switch (location) {
                case Location.Local local -> false;
                case Location.Ssh ssh ->
                    above instanceof Location.Ssh other
                            && Objects.equals(ssh.user(), other.user())
                            && ssh.host().equals(other.host())
                            && Path.of(ssh.path()).startsWith(Path.of(other.path()));
                case Location.Daemon daemon ->
                    above instanceof Location.Daemon other
                            && Objects.equals(daemon.user(), other.user())
                            && daemon.host().equals(other.host())
                            && Objects.equals(daemon.port(), other.port())
                            && daemon.module().equals(other.module())
                            && Path.of("/" + daemon.path()).startsWith(Path.of("/" + other.path()));
            };
        } catch (InvalidLocationException e) {
            return false;
        }
    }
}
