package io.rsyncbackup.plan;

/** Where plans made over the API may read and write. */
public interface PlanBounds {
    /**
     * To be asked right before something is done for a plan, since a link may lead elsewhere by now, and the configuration
     * may allow less. Plans of the configuration may everything, also those that were taken out of it.
     *
     * @throws PlanNotAllowedException when it may not
     */
    void check(String plan, PlanSpec spec);
}
