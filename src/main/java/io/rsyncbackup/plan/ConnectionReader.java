package io.rsyncbackup.plan;

import java.time.ZoneId;
import java.util.List;

/** Looks whether plans could use a connection, by reading one that does. */
public final class ConnectionReader {
    private static final String SOMEWHERE = "/api/latest";

    private ConnectionReader() {}

    /** @throws PlanRejectedException with every problem; keys of source and destination stand for the location's */
    public static void check(String prefix, ConnectionProperties connection, ZoneId zone) {
        String location = connection.location();
        String destination = location != null
                ? location.strip().replaceFirst("/+$", "") + SOMEWHERE
                : (connection.mount() == null ? "/mnt" : connection.mount().strip()) + SOMEWHERE;
        try {
            PlanReader.read(prefix, ApiPlanReader.properties(destination, connection), zone);
        } catch (PlanRejectedException e) {
            List<Problem> problems = e.problems().stream()
                    .map(problem -> problem.key().equals(prefix + "destination")
                            ? new Problem(prefix + "location", location, problem.text())
                            : problem)
                    .toList();
            throw new PlanRejectedException(problems);
        }
    }
}
