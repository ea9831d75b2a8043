package io.rsyncbackup.web;

import io.rsyncbackup.access.AccessSettings;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.cluster.DatabaseBackupException;
import io.rsyncbackup.cluster.DatabaseBackups;
import io.rsyncbackup.cluster.FakeCluster;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Cron;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.plan.PlanSchedule;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.status.PlanStatus;
import io.rsyncbackup.status.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** The rooms {@code web} and {@code access} for real, over HTTP, with fakes behind them. */
final class FakeServer implements AutoCloseable {
    static final String ADMIN = "bks_admin-admin-admin-admin";
    static final String METRICS = "bks_metrics-metrics-metrics";

    final FakeRuns runs;
    final FakeBackups backups;
    final FakeEditor editor = new FakeEditor();
    final FakeHooks hooks = new FakeHooks();
    final FakeSchedules schedules = new FakeSchedules();
    final FakeChannels channels = new FakeChannels();
    final FakeAdmission admission = new FakeAdmission();
    final FakeCluster cluster = new FakeCluster();
    final List<PlanStatus> statuses = new ArrayList<>();
    final List<String> differing = new ArrayList<>();
    final ConfigurableApplicationContext context;
    final Http http;
    final int port;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan({"io.rsyncbackup.web", "io.rsyncbackup.access"})
    static class Rooms {}

    private final URI publicUrl;
    private final UnaryOperator<AccessSettings> access;

    {
        cluster.shared = false;
    }

    FakeServer(Path directory, String... arguments) {
        this(directory, null, arguments);
    }

    FakeServer(Path directory, URI publicUrl, String... arguments) {
        this(directory, publicUrl, UnaryOperator.identity(), arguments);
    }

    /** @param access what else the configuration says of callers */
    FakeServer(Path directory, URI publicUrl, UnaryOperator<AccessSettings> access, String... arguments) {
        this.publicUrl = publicUrl;
        this.access = access;
        runs = new FakeRuns(directory);
        backups = new FakeBackups(runs);
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                // its members are in another room
                "--management.endpoint.health.validate-group-membership=false",
                "--spring.datasource.url=jdbc:sqlite:" + directory.resolve("backup.db")));
        all.addAll(List.of(arguments));
        context = new SpringApplicationBuilder(Rooms.class)
                .web(WebApplicationType.SERVLET)
                .initializers(context -> register((GenericApplicationContext) context, directory))
                .run(all.toArray(String[]::new));
        port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
        http = new Http(port, ADMIN);
    }

    private void register(GenericApplicationContext context, Path directory) {
        context.registerBean(Clock.class, () -> Clock.fixed(Instant.parse("2026-11-22T20:00:00Z"), ZoneOffset.UTC));
        context.registerBean(FakeRuns.class, () -> runs);
        context.registerBean(FakeBackups.class, () -> backups);
        context.registerBean(FakeHooks.class, () -> hooks);
        context.registerBean(FakeSchedules.class, () -> schedules);
        context.registerBean(FakeChannels.class, () -> channels);
        context.registerBean(FakeAdmission.class, () -> admission);
        context.registerBean(DatabaseBackups.class, () -> () -> {
            throw new DatabaseBackupException(DatabaseBackupException.Reason.ELSEWHERE, "use pg_dump", null);
        });
        context.registerBean(WebSettings.class, () -> new WebSettings(publicUrl, List.of("127.0.0.0/8", "10.0.0.0/8")));
        context.registerBean(Cluster.class, () -> cluster);
        context.registerBean(Plans.class, FakePlans::new);
        context.registerBean(PlanEditor.class, () -> editor);
        context.registerBean(Status.class, FakeStatus::new);
        context.registerBean(
                AccessSettings.class,
                () -> access.apply(new AccessSettings(
                        null,
                        directory,
                        List.of(
                                new AccessSettings.ConfiguredToken("admin", sha256(ADMIN), Set.of(Permission.values())),
                                new AccessSettings.ConfiguredToken(
                                        "prometheus", "sha256:" + sha256(METRICS), Set.of(Permission.METRICS))))));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    void reset() {
        runs.reset();
        backups.reset();
        hooks.reset();
        schedules.paused.clear();
        editor.reset();
        channels.reset();
        admission.reset();
        statuses.clear();
        differing.clear();
    }

    @Override
    public void close() {
        context.close();
    }

    private static PlanSpec spec(Location source) {
        return new PlanSpec(
                source,
                new Location.Local(Path.of("/backups/latest")),
                null,
                PlanConnection.NONE,
                PlanDevice.NONE,
                List.of("*.iso"),
                List.of("/dev/"),
                false,
                true,
                PlanSpec.Ionice.IDLE,
                20_000_000L,
                0.2,
                Duration.ofMinutes(10),
                null,
                null,
                new RotationRules(RotationScheme.DEFAULT, Keep.OLDEST, Window.COUNT, ZoneId.of("Europe/Amsterdam")),
                new PlanSchedule(Cron.parse("30 2 * * *"), Duration.ofMinutes(5), true),
                Duration.ofHours(2),
                3,
                Duration.ofMinutes(1),
                false,
                null,
                List.of());
    }

    static final class FakePlans implements Plans {
        private final Map<String, Plan> plans = Map.of(
                "laptop",
                new Plan("laptop", Plan.Origin.CONFIGURATION, 3, spec(new Location.Local(Path.of("/")))),
                "pushed",
                new Plan("pushed", Plan.Origin.CONFIGURATION, 1, spec(null)));

        @Override
        public List<Plan> all() {
            return plans.values().stream()
                    .sorted(java.util.Comparator.comparing(Plan::name))
                    .toList();
        }

        @Override
        public Optional<Plan> find(String name) {
            return Optional.ofNullable(plans.get(name));
        }
    }

    final class FakeStatus implements Status {
        @Override
        public List<PlanStatus> all() {
            return statuses.isEmpty() ? List.of(of("laptop"), of("pushed")) : statuses;
        }

        @Override
        public List<String> differing() {
            return differing;
        }

        @Override
        public PlanStatus of(String plan) {
            return new PlanStatus(
                    plan,
                    runs.last(plan).orElse(null),
                    Instant.parse("2026-11-22T18:00:00Z"),
                    7200.0,
                    null,
                    false,
                    runs.active(plan).orElse(null),
                    0,
                    schedules.paused.contains(plan),
                    null,
                    true);
        }
    }
}
