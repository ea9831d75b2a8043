package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.ConnectionException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port on this host's loopback that leads through a gateway to an rsync daemon. The account there may have no shell and
 * no more rights than {@code restrict,port-forwarding,permitopen="HOST:PORT"}. Ends with {@link #close()} in every case.
 */
public final class SshTunnel implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String GREETING = "@RSYNCD:";
    private static final Pattern PORT_TAKEN =
            Pattern.compile("Address already in use|cannot listen to port|Could not request local forwarding");
    private static final int ATTEMPTS = 5;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SshTarget gateway;
    private final String destination;
    private final int localPort;
    private final Tail said = new Tail();
    private final BackgroundCommand ssh;

    private SshTunnel(CommandRunner local, SshTarget gateway, String host, int port, SshLimits limits, int localPort) {
        this.gateway = gateway;
        this.destination = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        this.localPort = localPort;
        List<String> argv = new ArrayList<>(new SshOptions(gateway, limits).words());
        argv.addAll(List.of("-N", "-S", "none", "-o", "ExitOnForwardFailure=yes"));
        argv.addAll(List.of("-L", LOOPBACK + ":" + localPort + ":" + destination));
        argv.addAll(new SshOptions(gateway, limits).destination());
        this.ssh = BackgroundCommand.launch(local, Command.of(argv), new CommandOutput() {
            @Override
            public void err(byte[] line) {
                said.add(line);
            }
        });
    }

    /**
     * Returns when the daemon has greeted.
     *
     * @param local runs ssh
     * @param host the daemon, as the gateway knows it
     * @param stop ends the waiting
     * @throws ConnectionException with what to do when the gateway or the daemon is not reached
     * @throws IllegalArgumentException when host or port are none
     */
    public static SshTunnel open(
            CommandRunner local, SshTarget gateway, String host, int port, SshLimits limits, StopSignal stop) {
        return open(local, gateway, host, port, limits, stop, SshTunnel::freePort);
    }

    /** @param ports asked for a free one before each attempt */
    static SshTunnel open(
            CommandRunner local,
            SshTarget gateway,
            String host,
            int port,
            SshLimits limits,
            StopSignal stop,
            IntSupplier ports) {
        // the same rules hold for both
        SshTarget daemon = new SshTarget(null, host, port, null, null);
        for (int attempt = 1; ; attempt++) {
            SshTunnel tunnel = new SshTunnel(local, gateway, daemon.host(), port, limits, ports.getAsInt());
            try {
                tunnel.awaitGreeting(limits.connect().plus(limits.silence()), stop);
                return tunnel;
            } catch (RuntimeException | Error e) {
                tunnel.close();
                if (!tunnel.portTaken() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    public static SshTunnel open(CommandRunner local, SshTarget gateway, String host, int port) {
        return open(local, gateway, host, port, SshLimits.DEFAULT, StopSignal.NEVER);
    }

    /** On 127.0.0.1. */
    public int localPort() {
        return localPort;
    }

    public boolean ended() {
        return ssh.ended();
    }

    /** Runs the action once when the tunnel ends, for whatever reason, or at once if it already has. */
    public void onEnd(Runnable action) {
        ssh.onEnd(action);
    }

    /** What ssh has complained of meanwhile, as when the connection to the gateway was lost. */
    public Optional<ConnectionException> failure() {
        return SshErrors.exception(said.text(), gateway);
    }

    @Override
    public void close() {
        ssh.close();
    }

    private void awaitGreeting(Duration patience, StopSignal stop) {
        long start = System.nanoTime();
        while (!greeted(patience)) {
            if (ssh.ended()) {
                throw lost("ssh has ended");
            }
            if (stop.requested() || Thread.currentThread().isInterrupted()) {
                throw new ConnectionException(Kind.TUNNEL, "the tunnel to " + destination + " is not wanted any more");
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw lost("nothing answered within " + patience.toSeconds() + " s");
            }
            pause(LOOK_AGAIN);
        }
    }

    /** False while nobody listens yet. */
    private boolean greeted(Duration patience) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), localPort));
            socket.setSoTimeout((int) patience.toMillis());
            byte[] greeting = socket.getInputStream().readNBytes(GREETING.length());
            if (new String(greeting, US_ASCII).equals(GREETING)) {
                return true;
            }
            // ssh says why a moment after it has closed the connection
            long start = System.nanoTime();
            while (failure().isEmpty() && !portTaken() && System.nanoTime() - start < LAST_WORDS.toNanos()) {
                pause(LOOK_AGAIN);
            }
            throw lost(
                    greeting.length == 0
                            ? "what is there closes the connection"
                            : "what answers there is no rsync daemon: " + new String(greeting, UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    /** Somebody else took the port between looking and binding. */
    private boolean portTaken() {
        return PORT_TAKEN.matcher(said.text()).find();
    }

    private ConnectionException lost(String otherwise) {
        @Nullable ConnectionException told = failure().orElse(null);
        String what = "no tunnel through " + gateway + " to the rsync daemon " + destination + ": ";
        return told == null
                ? new ConnectionException(Kind.TUNNEL, what + otherwise)
                : new ConnectionException(told.kind(), what + told.getMessage());
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Java's own may be that of IPv6. */
    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on the loopback", e);
        }
    }
}
