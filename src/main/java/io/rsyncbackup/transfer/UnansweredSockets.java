package io.rsyncbackup.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the kernel's tables of TCP connections, {@code /proc/net/tcp} and {@code tcp6}. Pure. */
final class UnansweredSockets {
    private static final String ESTABLISHED = "01";
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int SENT_AGAIN = 6;
    private static final int INODE = 9;

    private UnansweredSockets() {}

    /** The inodes of the connections to these ends that the kernel sends to again and again, without an answer. */
    static Set<String> inodes(Collection<String> lines, Collection<InetSocketAddress> ends) {
        Set<String> wanted = ends.stream().map(UnansweredSockets::text).collect(Collectors.toSet());
        Set<String> inodes = new HashSet<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > INODE
                    && wanted.contains(fields[REMOTE].toUpperCase(Locale.ROOT))
                    && fields[STATE].equals(ESTABLISHED)
                    && !fields[SENT_AGAIN].matches("0+")) {
                inodes.add(fields[INODE]);
            }
        }
        return inodes;
    }

    /** Words of 32 bits as this machine's processor reads them. */
    static String text(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
        StringBuilder text = new StringBuilder();
        HexFormat hex = HexFormat.of().withUpperCase();
        while (bytes.hasRemaining()) {
            text.append(hex.toHexDigits(bytes.getInt()));
        }
        return text + ":" + hex.toHexDigits((short) end.getPort());
    }
}
