package io.rsyncbackup.notify;

/** Carries one notification to its receiver. */
interface Delivery {
    /**
     * Tries once.
     *
     * @return what the receiver said, for people
     * @throws DeliveryException when it did not take it
     */
    String deliver(Channel channel, Notification notification) throws DeliveryException;
}
