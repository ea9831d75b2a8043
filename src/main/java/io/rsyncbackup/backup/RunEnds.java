package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.transfer.Endpoint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Both ends of a run, and what goes in front of programs at each. At most one of them is on another host. */
final class RunEnds implements AutoCloseable {
    private final PlanSpec spec;
    private final Place place;
    private final @Nullable RemoteHost sourceHost;
    private final @Nullable DaemonRoute sourceRoute;

    RunEnds(PlanSpec spec, Places places) {
        this.spec = spec;
        this.place = places.of(spec);
        this.sourceHost = spec.source() instanceof Location.Ssh ssh ? places.host(spec, ssh) : null;
        this.sourceRoute = spec.source() instanceof Location.Daemon daemon ? places.route(spec, daemon) : null;
    }

    Place place() {
        return place;
    }

    Endpoint source() {
        return switch (Objects.requireNonNull(spec.source(), "a plan that others fill has no backup step")) {
            case Location.Local local -> Endpoint.of(local.path());
            case Location.Ssh ssh -> Objects.requireNonNull(sourceHost).endpoint(List.of());
            case Location.Daemon daemon -> Objects.requireNonNull(sourceRoute).source();
        };
    }

    /** Latest as an end of a transfer. */
    Endpoint latest(@Nullable DestinationLock lock) {
        RemoteHost host = place.host();
        return host == null ? Endpoint.of(place.layout().latest()) : host.endpoint(writer(lock));
    }

    /** In front of programs that work at the destination. */
    List<String> prefixThere(@Nullable DestinationLock lock) {
        return Prefix.of(spec, place.root().getAsBoolean(), writer(lock));
    }

    /** In front of programs of this host. */
    List<String> prefixHere(@Nullable DestinationLock lock) {
        return place.host() == null ? prefixThere(lock) : Prefix.of(spec, Privileges.root(), List.of());
    }

    private static List<String> writer(@Nullable DestinationLock lock) {
        return lock == null ? List.of() : lock.writerPrefix();
    }

    @Override
    public void close() {
        try {
            place.close();
        } finally {
            if (sourceHost != null) {
                sourceHost.close();
            }
            if (sourceRoute != null) {
                sourceRoute.close();
            }
        }
    }
}
