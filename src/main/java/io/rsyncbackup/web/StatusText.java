package io.rsyncbackup.web;

import io.rsyncbackup.web.StatusResource.PlanLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status as a table for people. */
final class StatusText {
    private static final List<String> HEAD = List.of("", "PLAN", "STATE", "LAST SUCCESS", "AGE", "NEXT RUN", "REMARK");

    private StatusText() {}

    static String of(StatusResource status) {
        String refusals = status.refusals().stream()
                .map(refusal -> "no new runs: " + refusal.detail() + "\n")
                .collect(Collectors.joining());
        return (status.plans().isEmpty() ? "no plans\n" : table(status)) + refusals;
    }

    private static String table(StatusResource status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        status.plans().forEach(plan -> rows.add(row(plan)));
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line(row, rows)).append('\n'));
        long bad = status.plans().stream().filter(plan -> !plan.ok()).count();
        if (status.configurationDiffers() != null) {
            text.append("the configurations of the servers do not agree about: ")
                    .append(String.join(", ", status.configurationDiffers()))
                    .append('\n');
        }
        return text.append(
                        bad == 0
                                ? status.ok() ? "all is well" : "every plan is well"
                                : bad + " of " + status.plans().size() + " plans need attention")
                .append('\n')
                .toString();
    }

    private static List<String> row(PlanLine plan) {
        return List.of(
                plan.ok() ? "ok" : "BAD",
                plan.plan(),
                plan.state() == null ? "never ran" : plan.state(),
                time(plan.lastSuccessAt()),
                plan.ageSeconds() == null ? "-" : age(plan.ageSeconds()),
                time(plan.nextRunAt()),
                remark(plan));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int here = column;
            int width = rows.stream()
                    .mapToInt(other -> other.get(here).length())
                    .max()
                    .orElse(0);
            line.append(row.get(column)).repeat(" ", width - row.get(column).length() + 2);
        }
        return line.toString().stripTrailing();
    }

    private static String remark(PlanLine plan) {
        List<String> remarks = new ArrayList<>();
        if (plan.overdue()) {
            remarks.add("overdue");
        }
        if (plan.paused()) {
            remarks.add("paused");
        }
        if (plan.consecutiveFailures() > 0) {
            remarks.add(plan.consecutiveFailures() + " failed in a row");
        }
        if (plan.waitingFor() != null) {
            remarks.add("waiting for " + plan.waitingFor());
        }
        RunSummary last = plan.lastRun();
        if (!plan.ok() && last != null && last.message() != null) {
            remarks.add(last.message().replaceAll("\\p{Cntrl}+", " "));
        }
        return String.join(", ", remarks);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "-" : WebJson.format(time).replaceFirst("\\.\\d+Z$", "Z");
    }

    private static String age(double seconds) {
        long minutes = (long) seconds / 60;
        long hours = minutes / 60;
        if (hours >= 48) {
            return hours / 24 + " d " + hours % 24 + " h";
        }
        return hours > 0 ? hours + " h " + minutes % 60 + " min" : minutes + " min";
    }
}
