package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as the README shows it: a bundle that is read anew when its file changes, and clients with certificates. */
class TlsTest {
    private static final String SECRET = "changeit";

    @TempDir
    Path directory;

    @Test
    void takesANewCertificateWithoutARestartAndAsksClientsForTheirs() throws Exception {
        Path own = keys("one");
        Path client = keys("client");
        try (FakeServer server = new FakeServer(
                Files.createDirectory(directory.resolve("data")),
                "--server.ssl.bundle=web",
                "--server.ssl.client-auth=need",
                "--spring.ssl.bundle.watch.file.quiet-period=100ms",
                "--spring.ssl.bundle.jks.web.reload-on-update=true",
                "--spring.ssl.bundle.jks.web.keystore.location=file:" + own,
                "--spring.ssl.bundle.jks.web.keystore.password=" + SECRET,
                "--spring.ssl.bundle.jks.web.truststore.location=file:" + trusting("client"),
                "--spring.ssl.bundle.jks.web.truststore.password=" + SECRET)) {
            SSLContext known = context(client);
            assertThat(subject(server.port, known)).isEqualTo("CN=one");
            assertThatThrownBy(() -> subject(server.port, context(null))).isInstanceOf(IOException.class);
            SSLContext stranger = context(keys("stranger"));
            assertThatThrownBy(() -> subject(server.port, stranger)).isInstanceOf(IOException.class);
            Files.move(keys("two"), own, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(subject(server.port, known)).isEqualTo("CN=two"));
        }
    }

    /** Of whom the server says it is, to a client that has not called before. */
    private static String subject(int port, SSLContext context) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/v1/plans"))
                            .header("Authorization", "Bearer " + FakeServer.ADMIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            X509Certificate certificate =
                    (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private Path keys(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-keystore", file.toString(), "-dname", "CN=" + name);
        return file;
    }

    /** Only the certificate, as something to trust. */
    private Path trusting(String name) throws Exception {
        Path file = directory.resolve("trust.p12");
        String pem = directory.resolve(name + ".pem").toString();
        String keys = directory.resolve(name + ".p12").toString();
        keytool("-exportcert", "-rfc", "-alias", name, "-file", pem, "-keystore", keys);
        keytool("-importcert", "-noprompt", "-alias", name, "-file", pem, "-keystore", file.toString());
        return file;
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", SECRET));
        Path output = directory.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
    }

    private static SSLContext context(Path keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        if (keys == null) {
            store.load(null, null);
        } else {
            try (InputStream in = Files.newInputStream(keys)) {
                store.load(in, SECRET.toCharArray());
            }
        }
        own.init(store, SECRET.toCharArray());
        context.init(own.getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
