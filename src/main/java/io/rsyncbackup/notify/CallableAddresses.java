package io.rsyncbackup.notify;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a name up once, and hands out only what may be called: what was checked is what is connected to. Link-local
 * addresses, and those where clouds give away the credentials of their machines, are refused.
 */
final class CallableAddresses implements DnsResolver {
    /** Of the clouds of Amazon (IPv6), Alibaba, Oracle and Microsoft; the usual one is link-local. */
    private static final Set<String> METADATA =
            Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

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
        byte[] bytes = address.getAddress();
        boolean nat64 = bytes.length == 16 && Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length);
        boolean compatible = address instanceof Inet6Address six
                && six.isIPv4CompatibleAddress()
                && !six.isLoopbackAddress()
                && !six.isAnyLocalAddress();
        if (!nat64 && !compatible) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
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
