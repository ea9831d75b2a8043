package io.rsyncbackup.plan;

import java.util.List;
import java.util.Optional;

/** All plans, from configuration and from the API. */
public interface Plans {
    /** By name. */
    List<Plan> all();

    Optional<Plan> find(String name);

    /** To be called in a transaction that counts on the plan: until its end nobody deletes it. False when it is gone. */
    default boolean hold(String name) {
        return find(name).isPresent();
    }

    /** @throws PlanNotFoundException when there is none */
    default Plan get(String name) {
        return find(name).orElseThrow(() -> new PlanNotFoundException(name));
    }
}
