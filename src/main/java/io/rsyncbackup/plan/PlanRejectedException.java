package io.rsyncbackup.plan;

import java.util.List;
import java.util.stream.Collectors;

/** What was written down is no plan; everything that is wrong with it. */
public final class PlanRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public PlanRejectedException(List<Problem> problems) {
        super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
