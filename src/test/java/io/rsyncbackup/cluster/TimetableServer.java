package io.rsyncbackup.cluster;

import io.rsyncbackup.ServerRoot;
import io.rsyncbackup.run.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The room {@code cluster} over the real root and database, with one task that notes what it is given. */
final class TimetableServer implements AutoCloseable {
    static final String NOTE = "note";

    final List<Due> done = new CopyOnWriteArrayList<>();
    final AtomicInteger sweeps = new AtomicInteger();
    volatile Function<Due, Optional<Instant>> then = due -> Optional.empty();
    private final TestClock clock;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    TimetableServer(Path directory, String url, TestClock clock) {
        this.clock = clock;
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
        context.scan("io.rsyncbackup.cluster");
        context.registerBean("clock", Clock.class, () -> clock);
        context.registerBean(TimedTask.class, Note::new);
        context.registerBean(RecurringTask.class, Sweep::new);
        context.refresh();
    }

    Timetable timetable() {
        return context.getBean(Timetable.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    void inTransaction(Runnable work) {
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> work.run());
    }

    String node() {
        return context.getBean(Node.class).id();
    }

    /** Moves the clock; not waiting for the next look makes the tests quick. */
    void advance(Duration by) {
        clock.advance(by);
        context.getBean(Timekeeper.class).wake();
    }

    void keepRecurrences() {
        Recurrences recurrences = context.getBean(Recurrences.class);
        recurrences.keep(new Recurrence(context.getBean(RecurringTask.class), context.getBean(Clock.class)));
    }

    @Override
    public void close() {
        context.close();
    }

    private final class Note implements TimedTask {
        @Override
        public String name() {
            return NOTE;
        }

        @Override
        public Optional<Instant> execute(Due due) {
            done.add(due);
            return then.apply(due);
        }
    }

    private final class Sweep implements RecurringTask {
        @Override
        public String name() {
            return "sweep";
        }

        @Override
        public Duration interval() {
            return Duration.ofHours(1);
        }

        @Override
        public void execute() {
            sweeps.incrementAndGet();
            throw new IllegalStateException("on purpose: it must come again all the same");
        }
    }
}
