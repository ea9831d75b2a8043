package io.rsyncbackup.run;

import io.rsyncbackup.ServerRoot;
import io.rsyncbackup.cluster.ClusterSettings;
import io.rsyncbackup.cluster.Node;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rooms {@code run} and {@code cluster} over the real root, database and life cycle, without a web server. */
public final class TestServer implements AutoCloseable {
    final FakePlanner planner = new FakePlanner();
    final TestClock clock;
    final List<Run> ended = new CopyOnWriteArrayList<>();
    final List<List<Run>> recovered = new CopyOnWriteArrayList<>();
    Set<String> labels = Set.of();
    Map<String, String> plans = Map.of();
    volatile RunEndListener listener = run -> {};
    volatile long minFreeBytes;
    volatile Duration stallTimeout = Duration.ofHours(6);
    final Path directory;
    final RunSettings settings;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    TestServer(Path directory, String url, TestClock clock, int slots, Duration shutdownWait) {
        this(directory, url, clock, slots, shutdownWait, Duration.ofSeconds(20));
    }

    /** On SQLite, of one run after the other, whose steps have others around them. */
    public TestServer(Path directory, Duration endingWait, UnaryOperator<StepPlanner.RunSession> around) {
        this(directory, null, new TestClock(), 1, Duration.ofMillis(100), endingWait);
        planner.around = around;
        planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
    }

    private TestServer(
            Path directory, String url, TestClock clock, int slots, Duration shutdownWait, Duration endingWait) {
        this.directory = directory;
        this.clock = clock;
        this.settings = new RunSettings(
                slots, shutdownWait, endingWait, directory.resolve("runs"), 1_000_000, Duration.ofDays(90), 3);
        Map<String, Object> properties = new HashMap<>();
        properties.put("backup.data-directory", directory.toString());
        if (url != null) {
            properties.put("spring.datasource.url", url);
            properties.put("spring.datasource.username", "postgres");
        }
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
                "clusterSettings", ClusterSettings.class, () -> new ClusterSettings(url != null, labels, plans, null));
        context.registerBean("clock", Clock.class, () -> clock);
        context.registerBean(RunSettings.class, () -> settings);
        context.registerBean(StallSettings.class, () -> new StallSettings(stallTimeout));
        context.registerBean(AdmissionSettings.class, () -> new AdmissionSettings(directory, minFreeBytes));
        context.registerBean(StepPlanner.class, () -> planner);
        context.registerBean(RunEndListener.class, () -> run -> {
            listener.ended(run);
            ended.add(run);
        });
        context.registerBean(Recovery.class, () -> recovered::add);
    }

    public TestServer start() {
        context.refresh();
        return this;
    }

    public Runs runs() {
        return context.getBean(Runs.class);
    }

    RunEvents events() {
        return context.getBean(RunEvents.class);
    }

    RunLogDirectory logs() {
        return context.getBean(RunLogDirectory.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    String node() {
        return context.getBean(Node.class).id();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(Class<T> type, String name) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }

    static RunRequest request(String plan) {
        return request(plan, plan, StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);
    }

    public static RunRequest request(String plan, String destination, StepName... steps) {
        return new RunRequest(
                plan,
                1,
                Trigger.API,
                "tester",
                List.of(steps),
                false,
                null,
                Map.of(),
                "{}",
                destination,
                null,
                false,
                null);
    }
}
