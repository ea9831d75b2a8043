package io.rsyncbackup.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** The answers that take long; they end when the server stops, instead of holding it up. */
@Component
class OpenStreams implements ApplicationListener<ContextClosedEvent> {
    private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    boolean closing() {
        return closing;
    }

    /** How many there are now. */
    int count() {
        return streams.size();
    }

    /** @param end called when the server stops; at once if it already does */
    Registration register(Runnable end) {
        streams.add(end);
        if (closing) {
            end.run();
        }
        return () -> streams.remove(end);
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing = true;
        streams.forEach(Runnable::run);
    }

    /** Ends with the answer. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
