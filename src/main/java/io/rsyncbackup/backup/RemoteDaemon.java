package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonAddress;
import io.rsyncbackup.destination.DaemonException;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.snapshot.DaemonAttempt;
import io.rsyncbackup.snapshot.DaemonAttempts;
import io.rsyncbackup.transfer.Endpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rsync daemon on which a plan's destination lies. Contacts nobody before it is asked for something. */
final class RemoteDaemon implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final DaemonRoute route;
    private final DaemonModule module;
    private final DaemonAttempts attempts;
    private final PatientRunner runner;

    RemoteDaemon(PlanSpec spec, Location.Daemon latest, CommandRunner here, Clock clock, Path scratch) {
        this.route = new DaemonRoute(spec, latest, here);
        this.runner = new PatientRunner(here, latest.host(), null);
        this.module = new DaemonModule(runner, address(spec, latest), this::reached, scratch);
        this.attempts = new DaemonAttempts(module, clock);
    }

    private static DaemonAddress address(PlanSpec spec, Location.Daemon latest) {
        try {
            return new DaemonAddress(
                    latest,
                    spec.connection().passwordFile(),
                    null,
                    Objects.requireNonNullElse(spec.ioTimeout(), SILENCE));
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    private DaemonAddress reached(DaemonAddress address) {
        Integer port = route.port();
        return port == null
                ? address
                : new DaemonAddress(address.latest(), address.passwordFile(), port, address.ioTimeout());
    }

    /** What has not answered soon after this is requested is waited for no longer; transfers aside. */
    void stopOn(StopSignal signal) {
        runner.stopOn(signal);
        route.stopOn(signal);
    }

    DaemonModule module() {
        return module;
    }

    DaemonAttempts attempts() {
        return attempts;
    }

    /** The new directory of an attempt, as an end of a transfer. */
    Endpoint.Daemon fresh(DaemonAttempt attempt) {
        return endpoint(attempt.name(), attempt, true);
    }

    /** Latest, into which a transfer is repeated. */
    Endpoint.Daemon latest(DaemonAttempt seen) {
        return endpoint(module.address().element(), seen, false);
    }

    /** What a transfer is compared with; absent while there is no snapshot. */
    Endpoint.@Nullable Daemon newest(DaemonAttempt attempt) {
        String newest = attempt.compareWith();
        return newest == null ? null : endpoint(newest, attempt, true);
    }

    private Endpoint.Daemon endpoint(String element, DaemonAttempt attempt, boolean fresh) {
        Location.Daemon parent = module.address().parent();
        return new Endpoint.Daemon(
                new Location.Daemon(
                        parent.user(), parent.host(), parent.port(), parent.module(), parent.path() + "/" + element),
                module.address().passwordFile(),
                route.port(),
                fresh,
                module.flushes(),
                attempt.nanoseconds());
    }

    @Override
    public void close() {
        route.close();
    }
}
