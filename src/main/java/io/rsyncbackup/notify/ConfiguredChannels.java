package io.rsyncbackup.notify;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Service;

@Service
class ConfiguredChannels implements Channels {
    private final NotifySettings settings;
    private final Outbox outbox;
    private final Delivery delivery;
    private final Composer composer;

    ConfiguredChannels(NotifySettings settings, Outbox outbox, Delivery delivery, Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.delivery = delivery;
        this.composer = new Composer(settings, clock);
    }

    @Override
    public List<Status> all() {
        return settings.channels().values().stream().map(this::status).toList();
    }

    @Override
    public long pending(String channel) {
        return outbox.pending(channel);
    }

    private Status status(Channel channel) {
        Outbox.Past past = outbox.past(channel.name());
        return new Status(channel, outbox.pending(channel.name()), past.deliveredAt(), past.failedAt(), past.error());
    }

    @Override
    public Test test(String name) {
        Channel channel = settings.channels().get(name);
        if (channel == null) {
            throw new ChannelNotFoundException(name);
        }
        Notification notification = composer.test(channel);
        long began = System.nanoTime();
        try {
            String answer = delivery.deliver(channel, notification);
            return new Test(notification.id(), true, answer, Duration.ofNanos(System.nanoTime() - began));
        } catch (DeliveryException e) {
            return new Test(
                    notification.id(),
                    false,
                    String.valueOf(e.getMessage()),
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
