package io.rsyncbackup.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of the channels that are told of a plan. Pure. */
final class PlanChannels {
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

    private static String name(String text) {
        if (!PlanReader.isName(text.strip())) {
            throw new IllegalArgumentException("is no name of a channel; write one of those below backup.channels");
        }
        return text.strip();
    }
}
