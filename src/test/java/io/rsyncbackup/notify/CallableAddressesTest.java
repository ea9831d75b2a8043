package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallableAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "::ffff:0:a9fe:a9fe",
                "64:ff9b:1::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd00:42::42",
                "fd20:ce::254",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "0.0.0.0",
                "::",
                "224.0.0.1"
            })
    void refusesLinkLocalAndMetadataAddressesHoweverTheyAreWritten(String address) {
        CallableAddresses addresses = new CallableAddresses(SystemDefaultDnsResolver.INSTANCE);
        assertThatThrownBy(() -> addresses.resolve(address))
                .isInstanceOf(CallableAddresses.RefusedAddressException.class)
                .hasMessageContaining("allow-link-local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.0.0.1",
                "192.168.1.1",
                "203.0.113.7",
                "2001:db8::1",
                "fd12::1",
                "2002:cb00:7107::1"
            })
    void takesAllOthers(String address) throws Exception {
        assertThat(CallableAddresses.refused(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void handsOutOnlyTheAddressesThatMayBeCalled() throws Exception {
        InetAddress good = InetAddress.getByName("203.0.113.7");
        CallableAddresses addresses = new CallableAddresses(new FixedNames(InetAddress.getByName("169.254.1.1"), good));
        assertThat(addresses.resolve("both")).containsExactly(good);
    }

    /** The same addresses for each name. */
    record FixedNames(InetAddress... all) implements org.apache.hc.client5.http.DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return all;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
