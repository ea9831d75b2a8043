package io.rsyncbackup.notify;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Chooses how a notification is carried. */
@Component
class Deliveries implements Delivery {
    private final WebDelivery web;
    private final MailDelivery mails;

    @Autowired
    Deliveries(ObjectProvider<JavaMailSender> senders, Clock clock) {
        this(new WebDelivery(new WebCaller(), clock), new MailDelivery(senders));
    }

    Deliveries(WebDelivery web, MailDelivery mails) {
        this.web = web;
        this.mails = mails;
    }

    @Override
    public String deliver(Channel channel, Notification notification) throws DeliveryException {
        return switch (channel.way()) {
            case Way.Webhook webhook -> web.post(channel, webhook, notification);
            case Way.Ping ping -> web.ping(channel, ping, notification);
            case Way.Mail mail -> mails.send(channel, mail, notification);
        };
    }
}
