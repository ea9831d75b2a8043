package io.rsyncbackup.notify;

import io.rsyncbackup.ServerRoot;
import io.rsyncbackup.plan.AllowedRoots;
import io.rsyncbackup.plan.EndedRun;
import io.rsyncbackup.plan.PlanSettings;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.AdmissionSettings;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEndListener;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunSettings;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.StallSettings;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.TestClock;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.status.PlanStatus;
import io.rsyncbackup.status.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This room with the real queue, plans and clock around it; only the runs' steps and the receivers are a test's. */
final class NotifyHouse implements AutoCloseable {
    static final String PLAN = "laptop";

    final FakeReceivers receivers = new FakeReceivers();
    volatile boolean overdue;
    volatile RuntimeException laterListener;
    private volatile StepResult result = StepResult.succeeded();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    NotifyHouse(Path directory, String url, TestClock clock, Channel... channels) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("backup.data-directory", directory.toString());
        if (url != null) {
            properties.put("spring.datasource.url", url);
            properties.put("spring.datasource.username", "postgres");
        }
        TreeMap<String, Channel> named = new TreeMap<>();
        for (Channel channel : channels) {
            named.put(channel.name(), channel);
        }
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.setAllowBeanDefinitionOverriding(true);
        context.register(ServerRoot.database());
        context.register(AutoConfigurations.getClasses(AutoConfigurations.of(
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                JdbcClientAutoConfiguration.class,
                FlywayAutoConfiguration.class)));
        context.scan(
                "io.rsyncbackup.run",
                "io.rsyncbackup.cluster",
                "io.rsyncbackup.plan",
                "io.rsyncbackup.snapshot",
                "io.rsyncbackup.notify");
        context.registerBean("clock", Clock.class, () -> clock);
        context.registerBean("deliveries", Delivery.class, () -> receivers);
        context.registerBean(NotifySettings.class, () -> new NotifySettings(named, 3, ZoneOffset.UTC, null));
        context.registerBean(
                PlanSettings.class,
                () -> new PlanSettings(
                        new TreeMap<>(Map.of(PLAN, PlanSpecs.thaw(specification("hook", "ping")))),
                        new AllowedRoots(List.of(directory.resolve("srv")), List.of(directory.resolve("backups"))),
                        Map.of(),
                        named.keySet(),
                        ZoneOffset.UTC,
                        directory.resolve("data")));
        context.registerBean(
                RunSettings.class,
                () -> new RunSettings(
                        2,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        directory.resolve("runs"),
                        1_000_000,
                        Duration.ofDays(90),
                        1000));
        context.registerBean(StallSettings.class, () -> new StallSettings(Duration.ZERO));
        context.registerBean(AdmissionSettings.class, () -> new AdmissionSettings(directory, 0));
        context.registerBean(StepPlanner.class, Planner::new);
        context.registerBean(Status.class, FakeStatus::new);
        context.registerBean("first", RunEndListener.class, () -> new StateListener(context));
        context.registerBean("last", RunEndListener.class, LastListener::new);
        context.refresh();
    }

    private static String specification(String... channels) {
        String names = java.util.Arrays.stream(channels)
                .map(name -> '"' + name + '"')
                .collect(java.util.stream.Collectors.joining(", "));
        return "{\"source\": \"/home\", \"destination\": \"/b/x/latest\", \"channels\": [" + names + "]}";
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** One run that ends so. */
    Run ends(RunState state) throws InterruptedException {
        return ends(state, false, StepName.BACKUP, StepName.SNAPSHOT);
    }

    Run ends(RunState state, boolean dryRun, StepName... steps) throws InterruptedException {
        RunReason reason = switch (state) {
            case FAILED -> RunReason.OUT_OF_SPACE;
            case PARTIAL -> RunReason.UNREADABLE_FILES;
            case SKIPPED -> RunReason.DEVICE_MISSING;
            default -> null;
        };
        result = new StepResult(state, reason, "the test wants it so", null, null, Map.of());
        Runs runs = bean(Runs.class);
        RunRequest request = new RunRequest(
                PLAN,
                1,
                Trigger.API,
                "tester",
                List.of(steps),
                dryRun,
                null,
                Map.of(),
                specification(),
                "key",
                null,
                false,
                null);
        Enqueued enqueued = runs.enqueue(request, null);
        return runs.await(enqueued.run().id(), Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        context.close();
    }

    private final class Planner implements StepPlanner {
        @Override
        public Optional<String> waitsFor(Run run) {
            return Optional.empty();
        }

        @Override
        public boolean knows(String plan) {
            return true;
        }

        @Override
        public RunSession open(Run run) {
            return new RunSession() {
                @Override
                public List<Step> steps() {
                    return run.request().steps().stream()
                            .map(Planner.this::step)
                            .toList();
                }

                @Override
                public Optional<Duration> maxDuration() {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }

        private Step step(StepName name) {
            return new Step() {
                @Override
                public StepName name() {
                    return name;
                }

                @Override
                public StepResult execute(StepContext context) {
                    return result;
                }
            };
        }
    }

    /** What the room backup does in a real server. */
    private record StateListener(AnnotationConfigApplicationContext context) implements RunEndListener, Ordered {
        @Override
        public void ended(Run run) {
            context.getBean(PlanStates.class)
                    .runEnded(
                            run.request().plan(),
                            new EndedRun(
                                    run.id(),
                                    run.state().text(),
                                    run.endedAt(),
                                    run.request().dryRun(),
                                    true,
                                    null,
                                    null,
                                    null));
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    /** Fails once where a test wishes. */
    private final class LastListener implements RunEndListener, Ordered {
        @Override
        public void ended(Run run) {
            RuntimeException failure = laterListener;
            laterListener = null;
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }

    private final class FakeStatus implements Status {
        @Override
        public List<PlanStatus> all() {
            return bean(Plans.class).all().stream().map(plan -> of(plan.name())).toList();
        }

        @Override
        public List<String> differing() {
            return List.of();
        }

        @Override
        public PlanStatus of(String plan) {
            return new PlanStatus(plan, null, null, null, null, overdue, null, 0, false, null, !overdue);
        }
    }
}
