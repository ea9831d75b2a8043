package io.rsyncbackup.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends mails through the server of {@code spring.mail}. */
final class MailDelivery {
    private final ObjectProvider<JavaMailSender> senders;

    MailDelivery(ObjectProvider<JavaMailSender> senders) {
        this.senders = senders;
    }

    String send(Way.Mail mail, Notification notification) throws DeliveryException {
        JavaMailSender sender = senders.getIfAvailable();
        if (sender == null) {
            throw new DeliveryException("no mail server is configured; set spring.mail.host");
        }
        try {
            MimeMessage message = sender.createMimeMessage();
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
            sender.send(message);
            return "the mail server took it";
        } catch (MessagingException | MailException e) {
            throw new DeliveryException("the mail server did not take it: " + Wording.oneLine(innermost(e)), e);
        }
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
