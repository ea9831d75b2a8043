package io.rsyncbackup.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@Component
class LiveEvents implements RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

    private final EventStore store;
    private final Map<String, Audience> audiences = new ConcurrentHashMap<>();
    private final List<Consumer<RunEvent>> everyone = new CopyOnWriteArrayList<>();

    LiveEvents(EventStore store) {
        this.store = store;
    }

    @Override
    public List<RunEvent> after(String runId, long lastEventId) {
        return store.after(runId, lastEventId);
    }

    @Override
    public AutoCloseable subscribe(String runId, Consumer<RunEvent> listener) {
        // what was persisted until now is not "later"; asked before joining, for events of other servers
        long last = store.last(runId);
        audiences.compute(runId, (id, present) -> {
            Audience audience = present == null ? new Audience(last) : present;
            audience.listeners.add(listener);
            return audience;
        });
        return () -> audiences.computeIfPresent(runId, (id, audience) -> {
            audience.listeners.remove(listener);
            return audience.listeners.isEmpty() ? null : audience;
        });
    }

    @Override
    public AutoCloseable subscribeAll(Consumer<RunEvent> listener) {
        everyone.add(listener);
        return () -> everyone.remove(listener);
    }

    /** Tells it when the current transaction has been committed, or now if there is none. */
    void publish(RunEvent event) {
        afterCommit(() -> tell(event));
    }

    static void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    /** Tells what other servers did to runs that somebody listens to here. */
    void catchUp() {
        audiences.forEach((run, audience) -> store.after(run, audience.last.get())
                .forEach(event -> {
                    if (audience.isNew(event)) {
                        audience.listeners.forEach(listener -> tell(listener, event));
                    }
                }));
    }

    private void tell(RunEvent event) {
        everyone.forEach(listener -> tell(listener, event));
        Audience audience = audiences.get(event.run());
        if (audience != null && audience.isNew(event)) {
            audience.listeners.forEach(listener -> tell(listener, event));
        }
    }

    private static void tell(Consumer<RunEvent> listener, RunEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on {} of run {}", event.type(), event.run(), e);
        }
    }

    /** Who listens to one run, and the last persisted event they heard. */
    private static final class Audience {
        private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();
        private final AtomicLong last;

        Audience(long last) {
            this.last = new AtomicLong(last);
        }

        boolean isNew(RunEvent event) {
            Long id = event.id();
            return id == null || last.getAndAccumulate(id, Math::max) < id;
        }
    }
}
