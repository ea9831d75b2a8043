package io.rsyncbackup.cluster;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans that not all servers have, or that say something else there; told in the log when that changes. */
final class Disagreements {
    private static final Logger LOG = LoggerFactory.getLogger(Disagreements.class);

    private volatile List<String> plans = List.of();

    List<String> plans() {
        return plans;
    }

    void look(Member self, List<Member> others) {
        List<String> now = find(self, others);
        if (now.equals(plans)) {
            return;
        }
        plans = now;
        if (now.isEmpty()) {
            LOG.info("the configurations of all servers say the same of every plan again");
        } else {
            LOG.warn(
                    "the configurations of the servers do not agree about these plans, give all servers the same: {}",
                    String.join(", ", now));
        }
    }

    static List<String> find(Member self, List<Member> others) {
        List<Map<String, String>> configurations = Stream.concat(Stream.of(self), others.stream())
                .map(Member::plans)
                .filter(Objects::nonNull)
                .toList();
        SortedSet<String> names = new TreeSet<>();
        configurations.forEach(plans -> names.addAll(plans.keySet()));
        return names.stream()
                .filter(name -> configurations.stream()
                                .map(plans -> plans.getOrDefault(name, ""))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }
}
