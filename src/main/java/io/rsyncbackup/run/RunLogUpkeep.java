package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Periodic;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compresses this server's old logs, and removes those of runs that nobody knows any more: another server may have forgotten
 * them, whose disk these logs are not on.
 */
@Component
class RunLogUpkeep extends Periodic {
    static final Duration OLD = Duration.ofDays(1);

    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int BATCH = 200;
    private static final Logger LOG = LoggerFactory.getLogger(RunLogUpkeep.class);

    private final RunLogDirectory logs;
    private final RunHistory history;
    private final RunSettings settings;
    private final Clock clock;

    RunLogUpkeep(RunLogDirectory logs, RunHistory history, RunSettings settings, Clock clock) {
        super("run-log-upkeep", FIRST, INTERVAL);
        this.logs = logs;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected void round() {
        Instant old = clock.instant().minus(OLD);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs.directory())) {
            List<Path> batch = new ArrayList<>();
            for (Path file : files) {
                if (isLog(file) && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    batch.add(file);
                }
                if (batch.size() == BATCH) {
                    look(batch);
                    batch.clear();
                }
            }
            look(batch);
        } catch (NoSuchFileException e) {
            // before the first run, or removed this moment: the next round sees the rest
        } catch (IOException e) {
            LOG.warn("old logs could not be looked after: {}", e.toString());
        }
    }

    private void look(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        List<String> runs = files.stream().map(RunLogUpkeep::run).toList();
        Set<String> known = Set.copyOf(history.known(runs));
        Set<String> ended = Set.copyOf(history.ended(runs));
        for (Path file : files) {
            try {
                look(file, known, ended);
            } catch (IOException e) {
                LOG.warn("the log {} could not be looked after: {}", file, e.toString());
            }
        }
    }

    private void look(Path file, Set<String> known, Set<String> ended) throws IOException {
        String run = run(file);
        if (!known.contains(run)) {
            deleteIfForgotten(run, file);
        } else if (ended.contains(run) && file.toString().endsWith(RunLogDirectory.SUFFIX)) {
            new CompressedLog(file).make();
        }
    }

    /** A database that was restored or made anew does not know the run either: its log is all that is left. */
    private void deleteIfForgotten(String run, Path file) throws IOException {
        Instant forgotten = clock.instant().minus(settings.historyKeep());
        if (Files.getLastModifiedTime(file).toInstant().isBefore(forgotten)) {
            logs.delete(run);
        }
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[0-9A-Z]+\\.log(\\.gz)?") && RunIds.isId(run(file));
    }

    private static String run(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }
}
