package io.rsyncbackup;

import java.time.Duration;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/** Validates the configuration before anything is opened, and gives it to all that want it: it is read once. */
final class StartCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    /** Beyond what runs get, for ending their processes and closing the database. */
    private static final Duration AFTER_RUNS = Duration.ofSeconds(30);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ServerConfiguration configuration = ConfigurationReader.read(context.getEnvironment());
        context.getBeanFactory().registerSingleton("serverConfiguration", configuration);
        Duration timeout = configuration.shutdownWait().plus(AFTER_RUNS);
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "shutdown", Map.of("spring.lifecycle.timeout-per-shutdown-phase", timeout.toMillis() + "ms")));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
