package io.rsyncbackup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code --train-start}: starts, answers once and stops, for the JVM to write down what a start works out. With a plan, since
 * a start without one leaves out half of what others do; its schedule is as good as never.
 */
final class StartTraining {
    static final String OPTION = "--train-start";

    private static final List<String> OWN = List.of(
            "--server.port=0",
            "--backup.plans.training.source=/nowhere",
            "--backup.plans.training.destination=/nowhere/backups/latest",
            "--backup.plans.training.schedule=0 0 29 2 *");

    private StartTraining() {}

    static void run(String... arguments) {
        ConfigurableApplicationContext context = SpringApplication.run(
                BackupServer.class,
                Stream.concat(Stream.of(arguments), OWN.stream()).toArray(String[]::new));
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        try (InputStream answer = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                .toURL()
                .openStream()) {
            answer.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            context.close();
        }
    }
}
