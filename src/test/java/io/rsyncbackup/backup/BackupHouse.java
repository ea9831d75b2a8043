package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.device.DeviceSettings;
import io.rsyncbackup.device.Devices;
import io.rsyncbackup.device.FakeHost;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.rotation.Frequency;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Retention;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotIndex;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.transfer.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** This room with the real ones around it, on one plan's real directories; only the queue of runs is missing. */
final class BackupHouse {
    static final String PLAN = "laptop";

    final Path source;
    final Path data;
    final RememberedStates states = new RememberedStates();
    final SnapshotIndex index;
    final BackupTools tools;
    final Destinations destinations;
    final RunMemory memory;
    final TrashCollector trash;
    final SnapshotIndexer indexer;
    final SnapshotEditor editor;
    final Plans plans = new OnePlan();
    final DestinationLayout layout;
    /** Told of each command before it starts. */
    Consumer<List<String>> watcher = argv -> {};
    /** Changes what is heard of how a command ended. */
    BiFunction<List<String>, CommandResult, CommandResult> answers = (argv, result) -> result;

    /** Changes what is heard of how a call of this host's storage ended. */
    BiFunction<WatchedStorage.Call, Object, Object> files = (call, result) -> result;

    /** Told of each plan before something is done for it. */
    BiConsumer<String, PlanSpec> bounds = (plan, ofPlan) -> {};

    final CommandRunner real = new LocalCommandRunner("test-" + System.nanoTime());
    private final PlanDevice device;
    Trigger trigger = Trigger.API;
    private final Location destination;
    private final PlanConnection connection;
    private boolean othersFill;
    private Double maxDelete;
    PlanSpec.Ionice ionice;
    private int runs;
    int attempts = 1;

    BackupHouse(Path directory) {
        this(directory, directory.resolve("data/backups/latest"));
    }

    BackupHouse(Path directory, Path latest) {
        this(directory, latest, null, PlanDevice.NONE);
    }

    /** On a disk of a host of scripts. */
    BackupHouse(Path directory, Path latest, FakeHost host, PlanDevice device) {
        this(directory, new Location.Local(latest), PlanConnection.NONE, host, device);
    }

    /** On another host. */
    BackupHouse(Path directory, Location destination, PlanConnection connection) {
        this(directory, destination, connection, null, PlanDevice.NONE);
    }

    private BackupHouse(
            Path directory, Location destination, PlanConnection connection, FakeHost host, PlanDevice device) {
        this.device = device;
        this.destination = destination;
        this.connection = connection;
        try {
            data = Files.createDirectories(directory.resolve("data"));
            source = Files.createDirectories(directory.resolve("source"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        layout = Places.layout(spec());
        var database = new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("test.db"));
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/sqlite")
                .load()
                .migrate();
        index = new SnapshotIndex(JdbcClient.create(database));
        Clock clock = Clock.systemUTC();
        CommandRunner runner = this::run;
        destinations = Destinations.on(Storage.here(runner), clock);
        tools = new BackupTools(
                new Places(
                        runner,
                        WatchedStorage.of(runner, (call, result) -> files.apply(call, result)),
                        clock,
                        data.resolve("ssh"),
                        data.resolve("scratch/daemon")),
                new Transfer(runner),
                host == null
                        ? new Devices(runner, DeviceSettings.of(true, "", data))
                        : new Devices(host.runner(), host.settings()),
                states,
                new DestinationDoors(),
                new Pushes(clock),
                new BackupSettings(data),
                (plan, ofPlan) -> bounds.accept(plan, ofPlan),
                clock);
        memory = new RunMemory(states, index);
        trash = new TrashCollector(plans, tools);
        indexer = new SnapshotIndexer(tools, index);
        editor = new SnapshotEditor(tools, indexer, trash);
    }

    private CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        watcher.accept(command.argv());
        return answers.apply(command.argv(), real.run(command, output, stop));
    }

    boolean succeeds(String... argv) {
        return real.run(Command.of(argv), CommandOutput.IGNORE, StopSignal.NEVER)
                .succeeded();
    }

    BackupHouse othersFill() {
        othersFill = true;
        return this;
    }

    BackupHouse maxDelete(double share) {
        maxDelete = share;
        return this;
    }

    Plan plan() {
        return new Plan(PLAN, Plan.Origin.CONFIGURATION, 1, spec());
    }

    PlanSpec spec() {
        return new PlanSpec(
                othersFill ? null : new Location.Local(source),
                destination,
                null,
                connection,
                device,
                List.of(),
                List.of(),
                true,
                false,
                ionice,
                null,
                maxDelete,
                null,
                null,
                null,
                new RotationRules(
                        new RotationScheme(Map.of(Frequency.YEARLY, new Retention.Count(1))),
                        Keep.NEWEST,
                        Window.COUNT,
                        ZoneOffset.UTC),
                null,
                null,
                attempts,
                Duration.ofMillis(50),
                true,
                null,
                List.of());
    }

    Run queued(boolean dryRun, StepName... steps) {
        RunRequest request = new RunRequest(
                PLAN,
                1,
                trigger,
                "test",
                List.of(steps),
                dryRun,
                null,
                Map.of(),
                PlanSpecs.freeze(spec()),
                Places.key(spec()),
                null,
                true,
                null);
        return new Run(
                "run" + ++runs,
                request,
                RunState.RUNNING,
                null,
                "here",
                tools.clock().instant(),
                tools.clock().instant(),
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    BackupSession session(Run run) {
        return new BackupSession(run, PlanSpecs.thaw(run.request().specification()), tools, memory.of(run.id()), trash);
    }

    /** What each step says, until one fails. */
    List<StepResult> run(boolean dryRun, StepName... steps) {
        Run run = queued(dryRun, steps);
        List<StepResult> results = new ArrayList<>();
        try (BackupSession session = session(run)) {
            for (Step step : session.steps()) {
                StepResult result = step.execute(new RecordedContext(run));
                results.add(result);
                if (result.state() == RunState.FAILED || result.state() == RunState.CANCELLED) {
                    break;
                }
            }
        }
        return results;
    }

    List<RunState> states(boolean dryRun, StepName... steps) {
        return run(dryRun, steps).stream().map(StepResult::state).toList();
    }

    List<RunState> backUp() {
        return states(false, StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);
    }

    BackupHouse write(String name, String content) {
        try {
            Files.writeString(source.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    List<Snapshot> snapshots() {
        return SnapshotStore.on(Storage.here(real), Clock.systemUTC()).list(layout, ZoneOffset.UTC);
    }

    List<String> scratch() {
        Path scratch = data.resolve("scratch");
        if (!Files.exists(scratch)) {
            return List.of();
        }
        try (Stream<Path> left = Files.list(scratch)) {
            return left.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class OnePlan implements Plans {
        @Override
        public List<Plan> all() {
            return List.of(plan());
        }

        @Override
        public Optional<Plan> find(String name) {
            return name.equals(PLAN) ? Optional.of(plan()) : Optional.empty();
        }
    }
}
