package io.rsyncbackup.notify;

import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.TimedTask;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Wakes the courier when something that could not be delivered is to be tried again; does not wait for it. */
@Component
class Reminder implements TimedTask {
    static final String TASK = "notification";

    private final Courier courier;

    Reminder(Courier courier) {
        this.courier = courier;
    }

    @Override
    public String name() {
        return TASK;
    }

    @Override
    public Optional<Instant> execute(Due due) {
        courier.wake();
        return Optional.empty();
    }
}
