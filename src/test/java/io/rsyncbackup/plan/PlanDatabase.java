package io.rsyncbackup.plan;

import io.rsyncbackup.ServerRoot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The server's own database, SQLite or PostgreSQL, with this room on it. */
final class PlanDatabase implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** @param url of PostgreSQL; absent for SQLite */
    PlanDatabase(Path directory, String url) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("backup.data-directory", directory.toString());
        if (url != null) {
            properties.put("spring.datasource.url", url);
            properties.put("spring.datasource.username", "postgres");
        }
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.register(ServerRoot.database());
        context.register(AutoConfigurations.getClasses(AutoConfigurations.of(
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                JdbcClientAutoConfiguration.class,
                FlywayAutoConfiguration.class)));
        context.refresh();
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** A start of the server with these plans. */
    Plans plans(Instant now, Map<String, PlanSpec> specs) {
        SortedMap<String, PlanSpec> sorted = new TreeMap<>(specs);
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new AllPlans(
                new ConfiguredPlans(new PlanSettings(sorted), new PlanVersions(jdbc(), clock)),
                new ApiPlanStore(jdbc(), clock));
    }

    PlanStates states() {
        return new StoredPlanStates(jdbc());
    }

    @Override
    public void close() {
        context.close();
    }
}
