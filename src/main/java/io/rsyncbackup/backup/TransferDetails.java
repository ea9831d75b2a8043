package io.rsyncbackup.backup;

import io.rsyncbackup.plan.FileCounts;
import io.rsyncbackup.transfer.FileList;
import io.rsyncbackup.transfer.Statistics;
import io.rsyncbackup.transfer.TransferOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a transfer counted, as the run's {@code transfer} document of the API. */
final class TransferDetails {
    private TransferDetails() {}

    static Map<String, Object> of(TransferOutcome outcome) {
        Map<String, Object> details = new LinkedHashMap<>();
        Statistics statistics = outcome.statistics();
        if (statistics != null) {
            details.put("filesTotal", statistics.filesTotal());
            details.put("filesCreated", statistics.filesCreated());
            details.put("filesDeleted", statistics.filesDeleted());
            details.put("filesTransferred", statistics.filesTransferred());
            details.put("bytesTotal", statistics.bytesTotal());
            details.put("bytesTransferred", statistics.bytesTransferred());
            details.put("literalBytes", statistics.literalBytes());
            details.put("matchedBytes", statistics.matchedBytes());
            details.put("sentBytes", statistics.sentBytes());
            details.put("receivedBytes", statistics.receivedBytes());
        }
        details.put("isolatedFiles", outcome.isolatedFiles());
        details.put("unreadable", files(outcome.unreadable()));
        details.put("vanished", files(outcome.vanished()));
        return details;
    }

    static @Nullable FileCounts counts(TransferOutcome outcome) {
        Statistics statistics = outcome.statistics();
        return statistics == null
                ? null
                : new FileCounts(statistics.filesCreated(), statistics.filesDeleted(), statistics.filesTransferred());
    }

    private static Map<String, Object> files(FileList files) {
        return Map.of("count", files.count(), "paths", files.paths());
    }
}
