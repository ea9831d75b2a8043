package io.rsyncbackup;

import io.rsyncbackup.plan.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The server cannot start with what was configured; one line for each problem. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::line).distinct().collect(Collectors.joining("\n")));
    }
}
