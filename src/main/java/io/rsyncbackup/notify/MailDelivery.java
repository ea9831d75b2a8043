package io.rsyncbackup.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends mails through the server of {@code spring.mail}. */
final class MailDelivery {
    private final ObjectProvider<JavaMailSender> senders;
    private final Attempts attempts = new Attempts();

    MailDelivery(ObjectProvider<JavaMailSender> senders) {
        this.senders = senders;
    }

    String send(Channel channel, Way.Mail mail, Notification notification) throws DeliveryException {
        JavaMailSender sender = senders.getIfAvailable();
        if (sender == null) {
            throw new DeliveryException("no mail server is configured; set spring.mail.host");
        }
        try {
            MimeMessage message = message(sender.createMimeMessage(), mail, notification);
            // its own limits, which nobody sets by default, are of each single answer
            return attempts.within(channel.timeout(), () -> {
                sender.send(message);
                return "the mail server took it";
            });
        } catch (MessagingException | ExecutionException e) {
            throw new DeliveryException("the mail server did not take it: " + Wording.oneLine(innermost(e)), e);
        }
    }

    private static MimeMessage message(MimeMessage message, Way.Mail mail, Notification notification)
            throws MessagingException {
        MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
        helper.setFrom(mail.from());
        helper.setTo(mail.to().toArray(String[]::new));
        helper.setSubject(Wording.oneLine(notification.subject()));
        helper.setText(notification.text());
        helper.setSentDate(Date.from(notification.at()));
        message.setHeader("Message-ID", "<" + notification.id() + "@rsync-backup-server>");
        message.setHeader("X-Backup-Event", notification.event());
        // no out-of-office answer to this
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
