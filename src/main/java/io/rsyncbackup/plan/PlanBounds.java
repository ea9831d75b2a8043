package io.rsyncbackup.plan;

/** Where plans made over the API may read and write. */
public interface PlanBounds {
    /**
     * To be asked right before something is done for a plan, since a link may lead elsewhere by now. Plans of the
     * configuration may everything.
     *
     * @throws PlanNotAllowedException when it may not
     */
    void check(String plan, PlanSpec spec);
}
