package io.rsyncbackup.web;

import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.RunLogs;
import io.rsyncbackup.run.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Copies bytes of a run's log to a caller; blocks, which costs nothing on a virtual thread. */
@Component
class LogStream {
    private static final int BUFFER = 64 * 1024;

    /** Events of runs on other servers may come late; the file itself tells the truth. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Runs runs;
    private final RunLogs logs;
    private final RunEvents events;
    private final OpenStreams streams;

    LogStream(Runs runs, RunLogs logs, RunEvents events, OpenStreams streams) {
        this.runs = runs;
        this.logs = logs;
        this.events = events;
        this.streams = streams;
    }

    /** Exactly these bytes, which must be there. */
    void copy(String run, ByteRange range, OutputStream output) throws IOException {
        if (range.length() == 0) {
            return;
        }
        copyWithin(run, range, output);
    }

    /** All from here on until the run has ended, the caller is gone or the server stops. */
    @SuppressWarnings("try") // held only to be closed
    void follow(String run, long from, OutputStream output) throws IOException {
        Mailbox mailbox = new Mailbox();
        try (OpenStreams.Registration registration = streams.register(mailbox::close);
                Subscription subscription = Subscription.to(events, run, mailbox)) {
            long position = from;
            while (true) {
                // Asked before the size: what is written before the end is then part of it.
                boolean last = runs.get(run).state().ended();
                position = copyWhatIsThere(run, position, output);
                if (last || mailbox.take(LOOK_AGAIN).closed()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long copyWhatIsThere(String run, long position, OutputStream output) throws IOException {
        long size = logs.size(run);
        if (size <= position) {
            return position;
        }
        try {
            long copied = copyWithin(run, new ByteRange(position, size), output);
            output.flush();
            return position + copied;
        } catch (NoSuchFileException e) {
            return position;
        }
    }

    private long copyWithin(String run, ByteRange range, OutputStream output) throws IOException {
        try (InputStream log = logs.open(run, range.first())) {
            byte[] buffer = new byte[BUFFER];
            long left = range.length();
            while (left > 0) {
                int read = log.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (read < 0) {
                    break;
                }
                output.write(buffer, 0, read);
                left -= read;
            }
            return range.length() - left;
        }
    }
}
