package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.ServerRoot;
import io.rsyncbackup.cluster.ClusterSettings;
import io.rsyncbackup.cluster.FakeCluster;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.plan.PlanEditor.Condition;
import io.rsyncbackup.run.AdmissionSettings;
import io.rsyncbackup.run.PlanGoneException;
import io.rsyncbackup.run.Postgres;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunSettings;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.StallSettings;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.SnapshotIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What happens to plans at the same moment, on PostgreSQL, where transactions do not wait for each other by themselves. */
class PlansAtOnceTest {
    private final FakeCluster cluster = new FakeCluster();
    private static final Condition ANY = version -> true;

    @TempDir
    Path directory;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private Plans plans;
    private PlanEditor editor;

    @BeforeEach
    void start() throws Exception {
        directory = directory.toRealPath();
        Map<String, Object> properties = new HashMap<>();
        properties.put("backup.data-directory", directory.resolve("data").toString());
        properties.put("spring.datasource.url", Postgres.freshDatabase());
        properties.put("spring.datasource.username", "postgres");
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.setAllowBeanDefinitionOverriding(true);
        context.register(ServerRoot.database());
        context.register(AutoConfigurations.getClasses(AutoConfigurations.of(
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                JdbcClientAutoConfiguration.class,
                FlywayAutoConfiguration.class)));
        context.scan("io.rsyncbackup.run", "io.rsyncbackup.cluster");
        context.registerBean(
                "clusterSettings", ClusterSettings.class, () -> new ClusterSettings(true, Set.of(), Map.of(), null));
        context.registerBean("clock", Clock.class, Clock::systemUTC);
        context.registerBean(
                RunSettings.class,
                () -> new RunSettings(
                        2,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        directory.resolve("runs"),
                        1_000_000,
                        Duration.ofDays(90),
                        3));
        context.registerBean(StallSettings.class, () -> new StallSettings(Duration.ofHours(6)));
        context.registerBean(AdmissionSettings.class, () -> new AdmissionSettings(directory, 0));
        context.registerBean(StepPlanner.class, Waiting::new);
        context.refresh();
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        AllowedRoots allowed = new AllowedRoots(List.of(directory), List.of(directory));
        PlanSettings settings = new PlanSettings(
                new TreeMap<>(), allowed, Map.of(), Set.of(), ZoneOffset.UTC, directory.resolve("data"));
        Clock clock = Clock.systemUTC();
        ApiPlanStore store = new ApiPlanStore(jdbc, clock);
        PlanVersions versions = new PlanVersions(jdbc, clock);
        ConfiguredPlans configured = new ConfiguredPlans(settings, versions);
        plans = new AllPlans(configured, store);
        editor = new ApiPlans(
                new ApiPlanReader(settings, new RealPathBounds(settings, store)),
                store,
                versions,
                configured,
                plans,
                new SnapshotIndex(jdbc),
                new Placement(cluster),
                clock,
                context.getBeanProvider(PlanListener.class),
                context.getBean(PlatformTransactionManager.class));
        Files.createDirectories(directory.resolve("srv"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        context.close();
    }

    @Test
    void aPlanWithARunIsNotDeletedAndADeletedOneHasNoRun() throws Exception {
        Runs runs = context.getBean(Runs.class);
        for (int i = 0; i < 50; i++) {
            String name = "plan-" + i;
            put(name, name);
            String outcome = String.join(
                    " ",
                    atOnce(
                            () -> {
                                editor.delete(name, ANY, () -> runs.active(name).isPresent());
                                return "deleted";
                            },
                            () -> {
                                runs.enqueue(request(name), null);
                                return "queued";
                            }));
            assertThat(plans.find(name).isPresent())
                    .as("%s: %s", name, outcome)
                    .isEqualTo(runs.active(name).isPresent());
            assertThat(outcome).isIn("deleted PlanGoneException", "PlanRefusedException queued");
        }
    }

    @Test
    void ofTwoPlansWithOneDestinationOneIsMade() throws Exception {
        for (int i = 0; i < 20; i++) {
            String place = "place-" + i;
            String one = "one-" + i;
            String other = "other-" + i;
            assertThat(atOnce(() -> made(one, place), () -> made(other, place)))
                    .containsExactlyInAnyOrder("made", "PlanRejectedException");
            editor.delete(plans.find(one).isPresent() ? one : other, ANY, () -> false);
            assertThat(made(one, place)).isEqualTo("made");
        }
    }

    private String made(String name, String place) {
        put(name, place);
        return "made";
    }

    private List<String> atOnce(Callable<String> one, Callable<String> other) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<String>> both = new ArrayList<>();
        for (Callable<String> each : List.of(one, other)) {
            both.add(threads.submit(() -> {
                together.await();
                try {
                    return each.call();
                } catch (PlanGoneException | PlanRefusedException | PlanRejectedException e) {
                    return e.getClass().getSimpleName();
                }
            }));
        }
        return List.of(both.get(0).get(), both.get(1).get());
    }

    private void put(String name, String place) {
        Map<String, Object> document = new HashMap<>();
        document.put("source", directory.resolve("srv").toString());
        document.put("destination", directory.resolve(place).resolve("latest").toString());
        editor.put(name, document, ANY, "admin");
    }

    private static RunRequest request(String plan) {
        return new RunRequest(
                plan,
                1,
                Trigger.API,
                "tester",
                List.of(StepName.BACKUP),
                false,
                null,
                Map.of(),
                "{}",
                plan,
                null,
                false,
                null);
    }

    /** Lets every run wait in the queue. */
    private final class Waiting implements StepPlanner {
        @Override
        public Optional<String> waitsFor(Run run) {
            return Optional.of("the end of the test");
        }

        @Override
        public boolean knows(String plan) {
            return plans.find(plan).isPresent();
        }

        @Override
        public boolean hold(String plan) {
            return plans.hold(plan);
        }

        @Override
        public RunSession open(Run run) {
            throw new IllegalStateException("no run begins here");
        }
    }
}
