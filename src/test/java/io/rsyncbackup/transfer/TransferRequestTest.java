package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferRequestTest {
    private static final Endpoint HERE = Endpoint.of(Path.of("/data"));
    private static final Endpoint SSH = new Endpoint.OverSsh("/data", "host", "ssh", "rsync", Shell.RUNNER, List.of());
    private static final Endpoint.Daemon DAEMON =
            new Endpoint.Daemon(new Location.Daemon(null, "host", null, "module", "/new"), null, null);

    @Test
    void refusesTwoEndsOnOtherHosts() {
        for (Endpoint other : List.of(SSH, DAEMON)) {
            assertThatThrownBy(() -> request(other, SSH, false, List.of(), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from one other host to another");
        }
    }

    @Test
    void neverDecidesForWhatADaemonHolds() {
        assertThatThrownBy(() -> request(HERE, DAEMON, true, List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linksToOtherDirectoriesOnADaemonOnly() {
        assertThatCode(() -> request(HERE, DAEMON, false, List.of("../2026-11-22T180509Z"), DAEMON))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> request(HERE, SSH, false, List.of("../2026-11-22T180509Z"), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(HERE, HERE, false, List.of(), DAEMON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linksToNothingButDirectoriesBesideTheNewOne() {
        for (String directory : List.of("", "/etc", "2026-11-22T180509Z", "../", "../a\nb", "--delete")) {
            assertThatThrownBy(() -> request(HERE, DAEMON, false, List.of(directory), null))
                    .as(directory)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static TransferRequest request(
            Endpoint source,
            Endpoint latest,
            boolean sharesInodes,
            List<String> linkDest,
            Endpoint.@Nullable Daemon compareWith) {
        return new TransferRequest(
                source,
                latest,
                sharesInodes,
                false,
                linkDest,
                compareWith,
                List.of(),
                List.of(),
                List.of(),
                false,
                null,
                null,
                null,
                false,
                List.of(),
                Path.of("/scratch"));
    }
}
