package io.rsyncbackup.machine;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves a disk to QEMU on loopback, by the protocol of network block devices (NBD, fixed newstyle). */
final class NetworkDisk implements AutoCloseable {
    private static final long GREETING = 0x4e42444d41474943L;
    private static final long OPTION = 0x49484156454f5054L;
    private static final long OPTION_REPLY = 0x3e889045565a9L;
    private static final int OPTION_ABORT = 2;
    private static final int OPTION_GO = 7;
    private static final int REPLY_ACKNOWLEDGED = 1;
    private static final int REPLY_INFORMATION = 3;
    private static final int REPLY_UNSUPPORTED = 0x80000001;
    /** Has flags, takes flushes, takes writes that are through when answered. */
    private static final int ABILITIES = 1 | 4 | 8;

    private static final int REQUEST = 0x25609513;
    private static final int ANSWER = 0x67446698;
    private static final int INVALID = 22;

    private final WriteCache disk;
    private final ServerSocket listener;
    private final List<Thread> conversations = new CopyOnWriteArrayList<>();

    NetworkDisk(WriteCache disk) throws IOException {
        this.disk = disk;
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("network disk").start(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits until what QEMU had sent before its end has been taken in. */
    void awaitSilence() {
        for (var conversation : conversations) {
            try {
                if (!conversation.join(Duration.ofSeconds(20))) {
                    throw new IllegalStateException("QEMU still talks to its disk");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
        conversations.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                conversations.add(Thread.ofPlatform()
                        .daemon()
                        .name("network disk of QEMU")
                        .start(() -> serve(socket)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
                var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
            socket.setTcpNoDelay(true);
            if (negotiate(in, out)) {
                transmit(in, out);
            }
        } catch (IOException gone) {
            // its power was cut
        }
    }

    private boolean negotiate(DataInputStream in, DataOutputStream out) throws IOException {
        out.writeLong(GREETING);
        out.writeLong(OPTION);
        out.writeShort(3);
        out.flush();
        in.readInt();
        while (true) {
            in.readLong();
            int option = in.readInt();
            in.skipNBytes(in.readInt());
            switch (option) {
                case OPTION_GO -> {
                    reply(out, option, REPLY_INFORMATION, 12);
                    out.writeShort(0);
                    out.writeLong(disk.size());
                    out.writeShort(ABILITIES);
                    reply(out, option, REPLY_ACKNOWLEDGED, 0);
                    out.flush();
                    return true;
                }
                case OPTION_ABORT -> {
                    return false;
                }
                default -> reply(out, option, REPLY_UNSUPPORTED, 0);
            }
            out.flush();
        }
    }

    private static void reply(DataOutputStream out, int option, int type, int length) throws IOException {
        out.writeLong(OPTION_REPLY);
        out.writeInt(option);
        out.writeInt(type);
        out.writeInt(length);
    }

    private void transmit(DataInputStream in, DataOutputStream out) throws IOException {
        while (in.readInt() == REQUEST) {
            boolean through = (in.readShort() & 1) != 0;
            int type = in.readShort();
            long cookie = in.readLong();
            long offset = in.readLong();
            int length = in.readInt();
            byte[] data = {};
            int error = 0;
            switch (type) {
                case 0 -> data = disk.read(offset, length);
                case 1 -> disk.write(offset, in.readNBytes(length));
                case 2 -> {
                    return;
                }
                case 3 -> disk.flush();
                default -> error = INVALID;
            }
            if (through) {
                disk.flush();
            }
            out.writeInt(ANSWER);
            out.writeInt(error);
            out.writeLong(cookie);
            out.write(data);
            out.flush();
        }
    }
}
