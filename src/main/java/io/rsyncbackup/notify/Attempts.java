package io.rsyncbackup.notify;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an attempt as a whole only so long, however many small answers it gets meanwhile. */
final class Attempts {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * What is still under way after the time is interrupted, which on a virtual thread closes its socket.
     *
     * @throws DeliveryException when the time is over
     * @throws ExecutionException when the attempt itself failed
     */
    <T> T within(Duration timeout, Callable<T> attempt) throws DeliveryException, ExecutionException {
        Future<T> future = threads.submit(attempt);
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DeliveryException(tooSlow(timeout), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException("the server was stopped meanwhile", e);
        } finally {
            future.cancel(true);
        }
    }

    static String tooSlow(Duration timeout) {
        return "no answer within " + timeout.toSeconds() + " s";
    }
}
