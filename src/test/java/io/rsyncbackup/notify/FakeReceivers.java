package io.rsyncbackup.notify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Takes what it is given, unless a test says otherwise. */
final class FakeReceivers implements Delivery {
    final List<Received> received = new CopyOnWriteArrayList<>();
    final List<Received> refused = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** What would be refused however often it came. */
    volatile Predicate<Notification> disliked = notification -> false;

    volatile CountDownLatch blocked;

    /** What arrived where. */
    record Received(String channel, Notification notification) {
        String event() {
            return channel + " " + notification.event();
        }
    }

    List<String> events() {
        return received.stream().map(Received::event).toList();
    }

    @Override
    public String deliver(Channel channel, Notification notification) throws DeliveryException {
        CountDownLatch latch = blocked;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new DeliveryException("interrupted", e);
            }
        }
        Received one = new Received(channel.name(), notification);
        if (away) {
            refused.add(one);
            throw new DeliveryException("nobody is there");
        }
        if (disliked.test(notification)) {
            refused.add(one);
            throw new DeliveryException("HTTP 400: cannot be read", true);
        }
        received.add(one);
        return "taken";
    }
}
