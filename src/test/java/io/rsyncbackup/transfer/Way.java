package io.rsyncbackup.transfer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the two ends of a test's transfers are reached. */
enum Way {
    HERE,
    TO_SSH,
    FROM_SSH,
    FROM_DAEMON;

    /**
     * @param host needed by all but the first
     */
    Transfers.Ends between(@Nullable OtherHost host) {
        return new Transfers.Ends() {
            @Override
            public Endpoint source(Path source) {
                return host == null || Way.this == HERE || Way.this == TO_SSH
                        ? Endpoint.of(source)
                        : Way.this == FROM_SSH ? host.overSsh(source) : host.onDaemon(source);
            }

            @Override
            public Endpoint latest(Path latest) {
                return host != null && Way.this == TO_SSH ? host.overSsh(latest) : Endpoint.of(latest);
            }
        };
    }
}
