package io.rsyncbackup.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of the channels that are told of a plan. Pure. */
public final class PlanChannels {
    private PlanChannels() {}

    static List<String> read(Fields fields, @Nullable List<String> names) {
        List<String> read = new ArrayList<>();
        for (int i = 0; names != null && i < names.size(); i++) {
            String name = fields.read("channels[" + i + "]", names.get(i), PlanChannels::name);
            if (name != null && read.contains(name)) {
                fields.add("channels[" + i + "]", name, "is named twice; remove one");
            } else if (name != null) {
                read.add(name);
            }
        }
        return read;
    }

    /**
     * Refuses names that are not declared. What is no name at all is refused where the plan is read.
     *
     * @param prefix what stands before the plan's keys
     */
    public static void declared(Fields fields, String prefix, List<String> names, Collection<String> known) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) == null ? "" : names.get(i).strip();
            if (PlanReader.isName(name) && !known.contains(name)) {
                fields.add(
                        prefix + "channels[" + i + "]",
                        name,
                        "is not among backup.channels; "
                                + Suggestion.nearest(name, known)
                                        .map(nearest -> "did you mean " + nearest + "?")
                                        .orElse("declare it there"));
            }
        }
    }

    private static String name(String text) {
        if (!PlanReader.isName(text.strip())) {
            throw new IllegalArgumentException("is no name of a channel; write one of those below backup.channels");
        }
        return text.strip();
    }
}
