package io.rsyncbackup;

import io.rsyncbackup.command.ProcessEncoding;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration;

// nobody asks for Tomcat's own meters, and looking for its sessions asks for all of JMX at each start
@SpringBootApplication(exclude = TomcatMetricsAutoConfiguration.class)
public class BackupServer {
    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (given.contains("--sample-config")) {
            SampleConfiguration.print(System.out);
            return;
        }
        if (given.contains("--hash-password")) {
            hashPassword();
            return;
        }
        try {
            ProcessEncoding.requireUtf8();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        try {
            if (given.contains("--check-config")) {
                ConfigurationCheck.run(arguments);
            } else if (given.stream().anyMatch(word -> word.startsWith(DatabaseCopy.OPTION))) {
                DatabaseCopy.run(arguments);
            } else if (given.contains("--new-admin-token")) {
                AdminTokenReplacement.run(arguments);
            } else if (given.contains(StartTraining.OPTION)) {
                StartTraining.run(arguments);
            } else {
                SpringApplication.run(BackupServer.class, arguments);
            }
        } catch (SpringApplication.AbandonedRunException e) {
            throw e;
        } catch (RuntimeException e) {
            // already said
            System.exit(1);
        }
    }

    private static void hashPassword() {
        try {
            PasswordHash.print(System.in, System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
