package io.rsyncbackup;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** Reads configurations that a test writes, without the variables of this machine. */
final class ConfigurationFixture {
    private ConfigurationFixture() {}

    static ConfigurableEnvironment environment(String yaml) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        new YamlPropertySourceLoader()
                .load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return environment;
    }

    static ServerConfiguration read(String yaml) throws Exception {
        return ConfigurationReader.read(environment(yaml));
    }

    /** One line for each problem; empty when all is well. */
    static List<String> problems(String yaml) throws Exception {
        return problems(environment(yaml));
    }

    static List<String> problems(ConfigurableEnvironment environment) {
        try {
            ConfigurationReader.read(environment);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.getMessage().lines().toList();
        }
    }
}
