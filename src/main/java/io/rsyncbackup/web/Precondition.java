package io.rsyncbackup.web;

import io.rsyncbackup.plan.PlanEditor;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers If-Match and If-None-Match, by versions of a plan. */
final class Precondition {
    private static final Pattern TAGS = Pattern.compile("\\s*\"\\d{1,18}\"(\\s*,\\s*\"\\d{1,18}\")*\\s*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Precondition() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    static PlanEditor.Condition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        PlanEditor.Condition matches = ifMatch == null ? version -> true : matching("If-Match", ifMatch);
        if (ifNoneMatch == null) {
            return matches;
        }
        PlanEditor.Condition others = matching("If-None-Match", ifNoneMatch);
        return version -> matches.holds(version) && !others.holds(version);
    }

    private static PlanEditor.Condition matching(String header, String text) {
        if (text.strip().equals("*")) {
            return version -> version.isPresent();
        }
        if (!TAGS.matcher(text).matches()) {
            throw ProblemException.invalid(header, "expected * or the ETag of an earlier answer, as in \"3\"");
        }
        Set<Long> versions = new HashSet<>();
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            versions.add(Long.valueOf(numbers.group()));
        }
        return version -> version.isPresent() && versions.contains(version.get());
    }
}
