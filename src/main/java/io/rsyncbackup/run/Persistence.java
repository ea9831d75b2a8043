package io.rsyncbackup.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Repeats what must be remembered while the database is away for a moment. */
final class Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LONGEST_PAUSE = 5_000;

    private Persistence() {}

    static <T> T insist(Supplier<T> transaction) {
        long began = System.nanoTime();
        return insist(transaction, () -> System.nanoTime() - began > PATIENCE.toNanos());
    }

    static <T> T insist(Supplier<T> transaction, BooleanSupplier giveUp) {
        long pause = 100;
        while (true) {
            try {
                return transaction.get();
            } catch (DataAccessException | TransactionException e) {
                if (giveUp.getAsBoolean()) {
                    throw e;
                }
                LOG.warn("the database refused a change of a run, trying again: {}", e.toString());
                sleep(pause, e);
                pause = Math.min(pause * 2, LONGEST_PAUSE);
            }
        }
    }

    private static void sleep(long milliseconds, RuntimeException reason) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
