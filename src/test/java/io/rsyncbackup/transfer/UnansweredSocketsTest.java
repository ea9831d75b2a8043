package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredSocketsTest {
    private static final List<String> TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 01 00 00 broken
               1: 018AD50A:C2E2 028AD50A:89D5 01 00000004:00000000 01:000000A3 00000007     0        0 26509046 2 0 3264 4 1 1 -1
               2: 018AD50A:C2E4 028AD50A:89D5 01 00000000:00000000 00:00000000 00000000     0        0 26509050 2 0 3264 4 1 1 -1
               3: 018AD50A:C2E6 028AD50A:89D6 01 00000004:00000000 01:000000A3 00000007     0        0 26509051 2 0 3264 4 1 1 -1
               4: 018AD50A:C2E8 028AD50A:89D5 04 00000004:00000000 01:000000A3 00000007     0        0 0 2 0 3264 4 1 1 -1
               5: 0000000000000000FFFF00000100007F:1F90 B80D0120000000000000000001000000:0369 01 00000004:00000000 01:000000A3 00000001     0        0 4711 2 0
            """.lines().toList();

    @Test
    void namesTheConnectionsThatAreSentToAgain() {
        assertThat(UnansweredSockets.inodes(TABLE, List.of(new InetSocketAddress("10.213.138.2", 35285))))
                .containsExactly("26509046");
    }

    @Test
    void readsAddressesOfBothKinds() {
        assertThat(UnansweredSockets.text(new InetSocketAddress("127.0.0.1", 8080)))
                .isEqualTo("0100007F:1F90");
        assertThat(UnansweredSockets.inodes(TABLE, List.of(new InetSocketAddress("2001:db8::1", 873))))
                .containsExactly("4711");
    }
}
