package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.ConnectionException.Kind;
import io.rsyncbackup.network.SshServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Through an account that has no shell and may open one port only. */
@Timeout(60)
class SshTunnelTest {
    private static final String NODE = "test-tunnel-" + ProcessHandle.current().pid();

    private static final CommandRunner LOCAL = new LocalCommandRunner(NODE);
    private static SshServer server;
    private static ServerSocket daemon;
    private static ServerSocket other;

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        daemon = answering("@RSYNCD: 32.0 sha512 md5\n");
        other = answering("220 mail\r\n");
        server = SshServer.start(shared.resolve("sshd"), List.of(new SshServer.Account("tunnel", "/usr/sbin/nologin")));
        server.authorize(
                "tunnel",
                server.identityFile(),
                "restrict,port-forwarding,permitopen=\"127.0.0.1:" + daemon.getLocalPort() + "\"");
    }

    @AfterAll
    static void end() throws IOException {
        daemon.close();
        other.close();
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE))
                .isEmpty();
    }

    @Test
    void leadsToTheDaemonUntilItIsClosed() throws Exception {
        AtomicInteger told = new AtomicInteger();
        SshTunnel tunnel = SshTunnel.open(LOCAL, gateway(), "127.0.0.1", daemon.getLocalPort());
        try (tunnel;
                Socket socket = new Socket("127.0.0.1", tunnel.localPort())) {
            assertThat(new String(socket.getInputStream().readNBytes(8), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("@RSYNCD:");
            tunnel.onEnd(told::incrementAndGet);
            assertThat(tunnel.ended()).isFalse();
            assertThat(told).hasValue(0);
        }
        assertThat(tunnel.ended()).isTrue();
        assertThat(told).hasValue(1);
        assertThatThrownBy(() -> new Socket("127.0.0.1", tunnel.localPort())).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnotherPortWhenSomebodyWasFaster() throws Exception {
        int free;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = gone.getLocalPort();
        }
        Iterator<Integer> ports = List.of(other.getLocalPort(), free).iterator();
        try (SshTunnel tunnel = SshTunnel.open(
                LOCAL,
                gateway(),
                "127.0.0.1",
                daemon.getLocalPort(),
                SshLimits.DEFAULT,
                StopSignal.NEVER,
                ports::next)) {
            assertThat(tunnel.localPort()).isEqualTo(free);
        }
    }

    @Test
    void tellsWhenTheGatewayIsLost() {
        AtomicInteger told = new AtomicInteger();
        try (SshTunnel tunnel = SshTunnel.open(LOCAL, gateway(), "127.0.0.1", daemon.getLocalPort())) {
            tunnel.onEnd(told::incrementAndGet);
            server.breakConnections();
            Awaitility.await().untilAtomic(told, org.hamcrest.Matchers.is(1));
            assertThat(tunnel.ended()).isTrue();
            assertThat(tunnel.failure())
                    .get()
                    .extracting(ConnectionException::kind)
                    .isEqualTo(Kind.NETWORK);
        }
    }

    @Test
    void saysThatTheAccountMayNotForwardThere() {
        failsAs(Kind.TUNNEL, gateway(), other.getLocalPort(), "permitopen");
    }

    @Test
    void saysThatNoDaemonRunsThere() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        failsAs(Kind.TUNNEL, server.target(), port, "does the rsync daemon run there?");
    }

    @Test
    void saysThatSomethingElseAnswersThere() {
        failsAs(Kind.TUNNEL, server.target(), other.getLocalPort(), "no rsync daemon: 220 mail");
    }

    @Test
    void saysThatTheKeyIsRefused(@TempDir Path directory) {
        Path stranger = server.newKey("stranger");
        failsAs(Kind.AUTHENTICATION, server.target("tunnel", stranger), daemon.getLocalPort(), "authorized_keys");
    }

    @Test
    void refusesADestinationThatIsNone() {
        assertThatThrownBy(() -> SshTunnel.open(LOCAL, gateway(), "a b", 873))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SshTunnel.open(LOCAL, gateway(), "127.0.0.1", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void failsAs(Kind kind, SshTarget gateway, int port, String mend) {
        assertThatThrownBy(
                        () -> SshTunnel.open(LOCAL, gateway, "127.0.0.1", port).close())
                .isInstanceOfSatisfying(
                        ConnectionException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
                .hasMessageContaining(mend);
    }

    private static SshTarget gateway() {
        return server.target("tunnel", server.identityFile());
    }

    private static ServerSocket answering(String greeting) throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var unused = Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept();
                        OutputStream stream = socket.getOutputStream()) {
                    stream.write(greeting.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // the client went away
                }
            }
        });
        return listening;
    }
}
