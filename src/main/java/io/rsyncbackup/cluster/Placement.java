package io.rsyncbackup.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which server may run a plan: one that has the label that the plan needs, and that knows the plan. Where no other servers
 * are, a run whose plan was removed is still carried out as it was asked for.
 */
@Component
public class Placement {
    private final Cluster cluster;

    public Placement(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * True when this server may run it.
     *
     * @param known whether the plan is there on this server; asked only where it matters
     */
    public boolean here(String plan, @Nullable String label, BooleanSupplier known) {
        return fits(cluster.member(), label) && (!cluster.shared() || known.getAsBoolean());
    }

    /** What is missing, for people, when no server that may be alive can run it; empty: one can. */
    public Optional<String> missing(String plan, @Nullable String label, BooleanSupplier known) {
        if (here(plan, label, known)) {
            return Optional.empty();
        }
        List<Member> fitting = Stream.concat(Stream.of(cluster.member()), cluster.others().stream())
                .filter(member -> fits(member, label))
                .toList();
        if (fitting.isEmpty()) {
            return Optional.of("a server with the label " + label + "; none that is up has it (backup.node.labels)");
        }
        boolean knownHere = known.getAsBoolean();
        // one that is known here and not from the configuration is made over the API, and known to all
        boolean knownToAll = knownHere && !cluster.member().mayConfigure(plan);
        boolean possible = fitting.stream()
                .anyMatch(member -> knownToAll
                        || (member.id().equals(cluster.member().id()) ? knownHere : member.mayConfigure(plan)));
        return possible
                ? Optional.empty()
                : Optional.of("a server " + (label == null ? "" : "with the label " + label + " ") + "that has plan "
                        + plan + " in its configuration; none that is up has it");
    }

    /** True when another server, dead or alive, has this plan in its configuration, or does not tell. */
    public boolean elsewhere(String plan) {
        return cluster.shared()
                && (cluster.everyOther().stream()
                                .anyMatch(member -> member.plans() != null && member.mayConfigure(plan))
                        || cluster.others().stream().anyMatch(member -> member.mayConfigure(plan)));
    }

    /** Another living server that has the plan in its configuration, by its id. */
    public Optional<String> configuredElsewhere(String plan) {
        return cluster.others().stream()
                .filter(member -> member.plans() != null && member.plans().containsKey(plan))
                .map(Member::id)
                .findFirst();
    }

    /** True when other servers share this one's database and may be alive. */
    public boolean accompanied() {
        return cluster.shared() && !cluster.others().isEmpty();
    }

    private static boolean fits(Member member, @Nullable String label) {
        return label == null || member.labels().contains(label);
    }
}
