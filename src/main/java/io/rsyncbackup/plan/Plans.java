package io.rsyncbackup.plan;

import java.util.List;
import java.util.Optional;

/** All plans, from configuration and from the API. */
public interface Plans {
    /** By name. */
    List<Plan> all();

    Optional<Plan> find(String name);

    /** @throws PlanNotFoundException when there is none */
    default Plan get(String name) {
        return find(name).orElseThrow(() -> new PlanNotFoundException(name));
    }
}
