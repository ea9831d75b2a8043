package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Against a real mail server. */
class MailDeliveryTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final Way.Mail mail =
            (Way.Mail) SampleChannels.mail("ops", "ops@example.org").way();

    @BeforeEach
    void start() {
        server.start();
        sender.setHost("127.0.0.1");
        sender.setPort(server.getSmtp().getPort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private MailDelivery delivery() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("sender", sender);
        return new MailDelivery(beans.getBeanProvider(JavaMailSender.class));
    }

    private static Notification notification(String subject) {
        return new Notification(
                "0b0c3f8e-3a55",
                "failed",
                "laptop",
                Instant.parse("2026-11-22T18:05:09.123Z"),
                subject,
                "Der Datenträger ist voll.\n.\nZeile\n",
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void aMailHasSubjectTextAndAnIdToKnowItAgain() throws Exception {
        assertThat(delivery().send(mail, notification("laptop: backup FAILED (out-of-space)")))
                .isEqualTo("the mail server took it");
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("laptop: backup FAILED (out-of-space)");
        assertThat(received.getContent().toString().replace("\r\n", "\n").strip())
                .isEqualTo("Der Datenträger ist voll.\n.\nZeile");
        assertThat(Arrays.toString(received.getFrom())).isEqualTo("[backup@example.org]");
        assertThat(Arrays.toString(received.getAllRecipients())).isEqualTo("[ops@example.org]");
        assertThat(received.getMessageID()).isEqualTo("<0b0c3f8e-3a55@rsync-backup-server>");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getSentDate()).hasSameTimeAs("2026-11-22T18:05:09Z");
    }

    @Test
    void nothingBreaksOutOfTheSubject() throws Exception {
        delivery().send(mail, notification("laptop\r\nBcc: victim@example.org\r\n\r\nbody"));
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("laptop Bcc: victim@example.org body");
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(received.getHeader("Bcc")).isNull();
    }

    @Test
    void saysWhyTheServerDidNotTakeIt() {
        server.stop();
        assertThatThrownBy(() -> delivery().send(mail, notification("laptop")))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("the mail server did not take it")
                .hasMessageContaining("refused");
    }
}
