package io.rsyncbackup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says why the server does not start in plain lines on standard error, without a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {
    StartFailureReporter(@SuppressWarnings("unused") @Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        String text = text(failure);
        if (text == null) {
            return false;
        }
        System.err.println(text);
        return true;
    }

    private static @Nullable String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case InvalidConfigurationException e -> {
                    return e.getMessage();
                }
                case DataDirectoryException e -> {
                    return e.getMessage();
                }
                case MarkedYAMLException e -> {
                    return "the configuration is not valid YAML: " + oneLine(e.getMessage());
                }
                case IllegalStateException e
                when namesKey(e.getMessage()) -> {
                    return oneLine(e.getMessage());
                }
                default -> {}
            }
        }
        return null;
    }

    /** A room that found the mistake itself said which key it is. */
    private static boolean namesKey(@Nullable String message) {
        return message != null && (message.startsWith("backup.") || message.startsWith("spring.datasource."));
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ");
    }
}
