package io.rsyncbackup.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One file a run, plain or compressed. */
@Component
final class RunLogDirectory implements RunLogs {
    static final String SUFFIX = ".log";

    private static final Logger LOG = LoggerFactory.getLogger(RunLogDirectory.class);

    private final RunSettings settings;
    private final Clock clock;

    RunLogDirectory(RunSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    RunLog open(String runId, Secrets secrets) {
        return new RunLog(file(runId), settings.logMaxBytes(), clock, secrets);
    }

    Path directory() {
        return settings.logDirectory();
    }

    /** The plain one. */
    Path file(String runId) {
        if (!RunIds.isId(runId)) {
            throw new RunNotFoundException(runId);
        }
        return settings.logDirectory().resolve(runId + SUFFIX);
    }

    @Override
    public long size(String runId) {
        Path plain = file(runId);
        try {
            return Files.size(plain);
        } catch (NoSuchFileException e) {
            return compressedSize(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long compressedSize(Path plain) {
        try {
            return new CompressedLog(plain).size();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open(String runId, long from) throws IOException {
        Path plain = file(runId);
        try {
            FileChannel channel = FileChannel.open(plain, StandardOpenOption.READ);
            return Channels.newInputStream(channel.position(from));
        } catch (NoSuchFileException e) {
            return new CompressedLog(plain).open(from);
        }
    }

    /** What stays behind is found by {@link RunLogUpkeep}. */
    void delete(String runId) {
        Path plain = file(runId);
        try {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(new CompressedLog(plain).file());
        } catch (IOException e) {
            LOG.warn("the log of run {} could not be removed: {}", runId, e.toString());
        }
    }
}
