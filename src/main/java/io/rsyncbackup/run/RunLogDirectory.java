package io.rsyncbackup.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.stereotype.Component;

@Component
final class RunLogDirectory implements RunLogs {
    private final RunSettings settings;
    private final Clock clock;

    RunLogDirectory(RunSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    RunLog open(String runId, Secrets secrets) {
        return new RunLog(file(runId), settings.logMaxBytes(), clock, secrets);
    }

    @Override
    public Path file(String runId) {
        if (!RunIds.isId(runId)) {
            throw new RunNotFoundException(runId);
        }
        return settings.logDirectory().resolve(runId + ".log");
    }

    @Override
    public long size(String runId) {
        try {
            return Files.size(file(runId));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
