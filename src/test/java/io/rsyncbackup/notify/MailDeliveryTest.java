package io.rsyncbackup.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Channel channel = SampleChannels.mail("ops", "ops@example.org");

    private final AtomicBoolean closed = new AtomicBoolean();

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

    private String send(Channel to, Notification notification) throws DeliveryException {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("sender", sender);
        return new MailDelivery(beans.getBeanProvider(JavaMailSender.class))
                .send(to, (Way.Mail) to.way(), notification);
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
        assertThat(send(channel, notification("laptop: backup FAILED (out-of-space)")))
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
        send(channel, notification("laptop\r\nBcc: victim@example.org\r\n\r\nbody"));
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("laptop Bcc: victim@example.org body");
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(received.getHeader("Bcc")).isNull();
    }

    @Test
    void saysWhyTheServerDidNotTakeIt() {
        server.stop();
        assertThatThrownBy(() -> send(channel, notification("laptop")))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("the mail server did not take it")
                .hasMessageContaining("refused");
    }

    @Test
    void aServerThatAnswersEachCommandSlowlyIsNotWaitedForAnyLonger() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicBoolean took = new AtomicBoolean();
            Thread.ofVirtual().start(() -> answerSlowly(slow, took));
            sender.setPort(slow.getLocalPort());
            Channel hasty = new Channel(
                    "ops", channel.way(), channel.events(), false, Duration.ofSeconds(1), channel.giveUpAfter(), false);
            long began = System.nanoTime();
            assertThatThrownBy(() -> send(hasty, notification("laptop")))
                    .isInstanceOf(DeliveryException.class)
                    .hasMessage("no answer within 1 s");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            await().untilAsserted(() ->
                    assertThat(closed.get()).as("the connection was closed").isTrue());
            assertThat(took).isFalse();
        }
    }

    /** As a mail server that thinks about everything it is told. */
    private void answerSlowly(ServerSocket server, AtomicBoolean took) {
        try (Socket connection = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            OutputStream out = connection.getOutputStream();
            String command = "";
            while (command != null) {
                Thread.sleep(600);
                String answer = command.equals("DATA") ? "354 go on" : command.isEmpty() ? "220 slow" : "250 fine";
                out.write((answer + "\r\n").getBytes(US_ASCII));
                out.flush();
                took.compareAndSet(false, command.equals("."));
                command = in.readLine();
            }
        } catch (IOException | InterruptedException e) {
            // the client is gone, which is what the test waits for
        }
        closed.set(true);
    }
}
