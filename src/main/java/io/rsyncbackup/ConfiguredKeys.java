package io.rsyncbackup;

import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Every key that somebody wrote below {@code backup}, in whichever source. */
final class ConfiguredKeys {
    private ConfiguredKeys() {}

    static List<Problem> problems(ConfigurableEnvironment environment) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known) {
                for (String name : known.getPropertyNames()) {
                    Problem problem = source instanceof SystemEnvironmentPropertySource
                            ? EnvironmentVariables.check(name)
                            : inFile(name, known.getProperty(name));
                    if (problem != null) {
                        problems.add(problem);
                    }
                }
            }
        }
        return List.copyOf(problems);
    }

    private static @Nullable Problem inFile(String name, @Nullable Object value) {
        boolean ours = name.equals("backup") || name.startsWith("backup.") || name.startsWith("backup[");
        return ours ? ConfigurationKeys.check(name, value == null ? null : value.toString()) : null;
    }

    static BackupProperties bind(ConfigurableEnvironment environment, Fields fields) {
        try {
            return Binder.get(environment)
                    .bind("backup", Bindable.of(BackupProperties.class))
                    .orElse(BackupProperties.EMPTY);
        } catch (BindException e) {
            if (fields.problems().isEmpty()) {
                String key = e.getName().toString().substring("backup.".length());
                String value = e.getProperty() == null
                        ? null
                        : String.valueOf(e.getProperty().getValue());
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                fields.add(key, value, "cannot be used: " + cause.getMessage());
            }
            return BackupProperties.EMPTY;
        }
    }
}
