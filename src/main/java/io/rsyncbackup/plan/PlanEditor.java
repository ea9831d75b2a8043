package io.rsyncbackup.plan;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes plans over the API. */
public interface PlanEditor {
    /**
     * The plan says this from now on; runs that are queued keep what it said.
     *
     * @param document as {@link #document} shows it
     * @throws PlanRejectedException with everything that is wrong
     * @throws PlanNotAllowedException when it would leave what the configuration allows
     * @throws PlanRefusedException when it is the configuration's, or the condition does not hold
     */
    Edited put(String name, Map<String, @Nullable Object> document, Condition condition, String by);

    /**
     * Forgets the plan, never its backups.
     *
     * @param inUse asked in the transaction that deletes
     * @throws PlanNotFoundException when there is none
     * @throws PlanRefusedException when it is the configuration's or in use, or the condition does not hold
     */
    void delete(String name, Condition condition, BooleanSupplier inUse);

    /** What was written; of a plan of the configuration, what holds. */
    Map<String, Object> document(Plan plan);

    /** A plan after a change. */
    record Edited(Plan plan, boolean created) {}

    /** What must hold of the plan as it is; empty where there is none. */
    interface Condition {
        boolean holds(Optional<Long> version);
    }
}
