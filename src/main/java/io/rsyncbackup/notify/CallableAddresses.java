package io.rsyncbackup.notify;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a name up once, and hands out only what may be called: what was checked is what is connected to. Link-local
 * addresses, and those where clouds give away the credentials of their machines, are refused.
 */
final class CallableAddresses implements DnsResolver {
    /** Of the clouds of Amazon (two), Google, Scaleway (all IPv6), Alibaba, Oracle and Microsoft; the usual one is link-local. */
    private static final Set<String> METADATA = Set.of(
            "fd00:ec2:0:0:0:0:0:254",
            "fd00:ec2:0:0:0:0:0:23",
            "fd20:ce:0:0:0:0:0:254",
            "fd00:42:0:0:0:0:0:42",
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16");

    /** Behind which an IPv4 address stands at the end: two of NAT64, and the translated ones of SIIT. */
    private static final List<byte[]> BEFORE_IPV4 = List.of(
            HexFormat.of().parseHex("0064ff9b0000000000000000"),
            HexFormat.of().parseHex("0064ff9b0001"),
            HexFormat.of().parseHex("0000000000000000ffff0000"));

    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    private final DnsResolver names;

    CallableAddresses(DnsResolver names) {
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = names.resolve(host);
        if (all == null || all.length == 0) {
            throw new UnknownHostException(host);
        }
        InetAddress[] callable =
                Arrays.stream(all).filter(address -> !refused(address)).toArray(InetAddress[]::new);
        if (callable.length == 0) {
            throw new RefusedAddressException(host + " is the link-local or metadata address " + all[0].getHostAddress()
                    + ", which is refused; if it is meant so, set allow-link-local: true");
        }
        return callable;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean refused(InetAddress given) {
        InetAddress address = inner(given);
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress());
    }

    /** The IPv4 address that an IPv6 one stands for. Mapped ones Java has turned into IPv4 already. */
    private static InetAddress inner(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address;
        }
        byte[] bytes = six.getAddress();
        if (startsWith(bytes, SIX_TO_FOUR)) {
            return at(bytes, SIX_TO_FOUR.length);
        }
        boolean compatible = six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress();
        return compatible || BEFORE_IPV4.stream().anyMatch(prefix -> startsWith(bytes, prefix))
                ? at(bytes, bytes.length - 4)
                : address;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress at(byte[] bytes, int start) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** None of the addresses of a name may be called. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }
}
