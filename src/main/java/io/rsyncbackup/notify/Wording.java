package io.rsyncbackup.notify;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what happened so that a person who was just woken knows what it is, since when, and what to do. Pure. */
record Wording(ZoneId zone, @Nullable URI publicUrl) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm zzz", Locale.ENGLISH);

    private static final int LONGEST = 2_000;
    private static final int MOST = 20;

    /** What is known beside the run itself. */
    record Facts(String plan, Instant now, @Nullable Instant lastSuccessAt, int consecutiveFailures, int skipped) {}

    String subject(Occasion occasion, Facts facts, @Nullable Run run) {
        return facts.plan()
                + switch (occasion) {
                    case FAILED -> ": backup FAILED" + reason(run);
                    case PARTIAL -> ": backup PARTIAL" + reason(run);
                    case RECOVERED -> ": backup is well again";
                    case OVERDUE -> ": backup OVERDUE, " + success(facts);
                    case SKIPPED_TOO_OFTEN -> ": backup skipped " + facts.skipped() + " times in a row" + reason(run);
                };
    }

    String text(Occasion occasion, Facts facts, @Nullable Run run, Set<Occasion> ended) {
        List<String> lines = new ArrayList<>();
        lines.add(first(occasion, facts, ended));
        if (run != null && run.message() != null) {
            lines.addAll(List.of("", oneLine(cut(run.message()))));
        }
        lines.add("");
        if (run != null && run.endedAt() != null) {
            Duration took = run.duration();
            lines.add("Run:           " + run.id() + ", ended " + time(run.endedAt())
                    + (took == null ? "" : " after " + span(took)));
        }
        lines.add("Last success:  " + (facts.lastSuccessAt() == null ? "never" : time(facts.lastSuccessAt())));
        if (facts.consecutiveFailures() > 1) {
            lines.add("In a row:      " + facts.consecutiveFailures() + " runs failed");
        }
        if (run != null) {
            some(run.warnings()).forEach(warning -> lines.add("Warning:       " + oneLine(warning)));
        }
        lines.addAll(todo(occasion, facts.plan(), run));
        return String.join("\n", lines) + "\n";
    }

    private static String first(Occasion occasion, Facts facts, Set<Occasion> ended) {
        String plan = facts.plan();
        return switch (occasion) {
            case FAILED -> "The backup of " + plan + " failed. What was saved before is still there.";
            case PARTIAL ->
                "The backup of " + plan
                        + " could not read everything. What could be read is saved; the rest is missing.";
            case RECOVERED ->
                "The backup of " + plan + " is well again. Over is: "
                        + ended.stream().map(Occasion::text).sorted().collect(Collectors.joining(", ")) + ".";
            case OVERDUE -> "The backup of " + plan + " is overdue: " + success(facts) + ".";
            case SKIPPED_TOO_OFTEN ->
                "The backup of " + plan + " was skipped " + facts.skipped()
                        + " times in a row. Nothing was saved meanwhile; a disk may have to be plugged in.";
        };
    }

    private List<String> todo(Occasion occasion, String plan, @Nullable Run run) {
        if (occasion == Occasion.RECOVERED) {
            return List.of("", "Nothing needs to be done.");
        }
        String api = publicUrl == null ? "$api" : publicUrl.toString().replaceFirst("/+$", "") + "/api/v1";
        List<String> lines = new ArrayList<>(List.of("", "What to do:"));
        if (run != null) {
            lines.add("  everything that happened:  curl -sS -H \"$auth\" " + api + "/runs/" + run.id() + "/log");
        }
        lines.add("  what is wrong now:         curl -sS -H \"$auth\" -X POST " + api + "/plans/" + plan + "/check");
        lines.add("  back up now:               curl -sS -H \"$auth\" -X POST " + api + "/plans/" + plan + "/runs");
        return lines;
    }

    private static String success(Facts facts) {
        return facts.lastSuccessAt() == null
                ? "it never succeeded"
                : "last success " + span(Duration.between(facts.lastSuccessAt(), facts.now())) + " ago";
    }

    private static String reason(@Nullable Run run) {
        RunReason reason = run == null ? null : run.reason();
        return reason == null ? "" : " (" + reason.text() + ")";
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / 60 / 24 + " d";
    }

    /** So short that every receiver takes it; the run itself has the whole. */
    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }

    /** The first of them, each {@linkplain #cut cut}, and how many are left out. */
    static List<String> some(List<String> warnings) {
        List<String> some =
                new ArrayList<>(warnings.stream().limit(MOST).map(Wording::cut).toList());
        if (warnings.size() > MOST) {
            some.add("… and " + (warnings.size() - MOST) + " more");
        }
        return some;
    }

    /** What programs printed must not break out of its line. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
