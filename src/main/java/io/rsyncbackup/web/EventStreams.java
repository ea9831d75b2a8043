package io.rsyncbackup.web;

import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Opens streams of events and ends them with the server. */
@Component
class EventStreams {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Runs runs;
    private final RunEvents events;
    private final WebJson json;
    private final OpenStreams streams;
    private final Duration heartbeat;

    @Autowired
    EventStreams(Runs runs, RunEvents events, WebJson json, OpenStreams streams) {
        this(runs, events, json, streams, HEARTBEAT);
    }

    EventStreams(Runs runs, RunEvents events, WebJson json, OpenStreams streams, Duration heartbeat) {
        this.runs = runs;
        this.events = events;
        this.json = json;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    /** Blocks until the run has ended, the caller is gone or the server stops. */
    @SuppressWarnings("try") // held only to be closed
    void open(String run, @Nullable Long lastEventId, OutputStream output) throws IOException {
        Mailbox mailbox = new Mailbox();
        try (OpenStreams.Registration registration = streams.register(mailbox::close);
                Subscription subscription = Subscription.to(events, run, mailbox)) {
            new EventStream(run, runs, events, json, mailbox, output).tell(lastEventId, heartbeat);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
