package io.rsyncbackup.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation in lines of JSON with QEMU or something inside it. We listen, QEMU connects. */
final class JsonLines implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode END = JSON.createObjectNode().put("connection", "ended");

    private final ServerSocket listener;
    private final BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
    private final List<JsonNode> passedOver = new ArrayList<>();
    private @Nullable Socket socket;

    JsonLines() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits for QEMU to connect. */
    void accept(Duration patience) throws IOException {
        listener.setSoTimeout((int) patience.toMillis());
        var accepted = listener.accept();
        socket = accepted;
        Thread.ofVirtual().start(() -> read(accepted));
    }

    void send(Object message) {
        try {
            var out = java.util.Objects.requireNonNull(socket, "not connected").getOutputStream();
            out.write((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first that is wanted, also among those passed over before; absent when it does not come in time. */
    @Nullable
    JsonNode await(Predicate<JsonNode> wanted, Duration patience) {
        for (var earlier : passedOver) {
            if (wanted.test(earlier)) {
                passedOver.remove(earlier);
                return earlier;
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var next = poll(deadline - System.nanoTime());
            if (next == null) {
                return null;
            }
            if (next == END) {
                arrived.add(END);
                throw new UncheckedIOException(new IOException("QEMU closed the connection"));
            }
            if (wanted.test(next)) {
                return next;
            }
            passedOver.add(next);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            if (socket != null) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private @Nullable JsonNode poll(long nanoseconds) {
        try {
            return arrived.poll(Math.max(0, nanoseconds), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void read(Socket from) {
        try (var lines = new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    arrived.add(JSON.readTree(line));
                }
            }
        } catch (IOException closed) {
            // the same as its end
        } finally {
            arrived.add(END);
        }
    }
}
