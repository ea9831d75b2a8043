package io.rsyncbackup.plan;

/** Told on the server that changed a plan, after the change was committed. Its failure changes nothing any more. */
public interface PlanListener {
    /** The plan was made over the API, changed or deleted; {@link Plans#find} tells what it is now. */
    void planChanged(String plan);
}
