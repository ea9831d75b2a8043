package io.rsyncbackup.run;

/** What became of a request for a run. */
public sealed interface Enqueued {
    Run run();

    /** A new run. */
    record Accepted(Run run) implements Enqueued {}

    /** The same idempotency key and body were seen before: the run of then. */
    record Replayed(Run run) implements Enqueued {}

    /** The idempotency key was used with another body: nothing was started. */
    record KeyReused(Run run) implements Enqueued {}

    /** The plan has this active run: nothing was started. */
    record AlreadyActive(Run run) implements Enqueued {}
}
