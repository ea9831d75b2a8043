package io.rsyncbackup.web;

import io.rsyncbackup.run.RunEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a run's events into a mailbox until closed. */
record Subscription(AutoCloseable inner) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    static Subscription to(RunEvents events, String run, Mailbox mailbox) {
        return new Subscription(events.subscribe(run, mailbox::put));
    }

    @Override
    public void close() {
        try {
            inner.close();
        } catch (Exception e) {
            log.warn("A subscription to a run's events could not be closed", e);
        }
    }
}
