package io.rsyncbackup.transfer;

import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source that is missing or empty is most likely not mounted: copying it would delete everything. */
interface SourceCheck {
    static SourceCheck of(Session session) {
        return switch (session.request().source()) {
            case Endpoint.Here here -> new SourceHere(session, here.path());
            case Endpoint.OverSsh ssh -> new SourceOverSsh(session, ssh);
            case Endpoint.Daemon daemon -> new SourceOnDaemon(session, daemon);
        };
    }

    /**
     * Looks at it.
     *
     * @return which directory it is; null where that cannot be seen
     * @throws TransferEndedException when it is missing or empty
     */
    @Nullable
    Object look() throws IOException;

    /** Of a source that was unmounted meanwhile everything has vanished, which rsync takes for deleted. */
    static void refuseAnother(Endpoint source, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            throw TransferEndedException.failed(
                    Failure.SOURCE_MISSING,
                    "the source " + source.text() + " went away while it was copied: was it unmounted? the next run"
                            + " mends what this one left");
        }
    }

    static TransferEndedException missing(Endpoint source) {
        return TransferEndedException.failed(
                Failure.SOURCE_MISSING, "the source " + source.text() + " does not exist or is no directory");
    }

    static TransferEndedException empty(Endpoint source) {
        return TransferEndedException.failed(
                Failure.SOURCE_EMPTY, "the source " + source.text() + " is empty: is it mounted?");
    }
}
