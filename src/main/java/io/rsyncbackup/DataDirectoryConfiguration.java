package io.rsyncbackup;

import io.rsyncbackup.cluster.Node;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The directory this server owns, who it is, and its clock. */
@Configuration(proxyBeanMethods = false)
class DataDirectoryConfiguration {
    @Bean
    OwnedDataDirectory ownedDataDirectory(@Value("${backup.data-directory:./data}") Path path) {
        return OwnedDataDirectory.open(path);
    }

    @Bean
    DataDirectory dataDirectory(OwnedDataDirectory owned) {
        return owned.directory();
    }

    @Bean
    Node node(OwnedDataDirectory owned) {
        return new Node(owned.nodeId().toString());
    }

    /** Whole milliseconds, as the database keeps them: what an answer says first it says later too. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
