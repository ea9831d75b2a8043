package io.rsyncbackup.plan;

/**
 * Told after a plan was changed: at once on the server that did it, soon on all others, perhaps twice. Its failure changes
 * nothing any more.
 */
public interface PlanListener {
    /** The plan was made over the API, changed or deleted; {@link Plans#find} tells what it is now. */
    void planChanged(String plan);
}
