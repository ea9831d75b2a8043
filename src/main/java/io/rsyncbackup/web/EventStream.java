package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEvent;
import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One caller's stream of one run's events. */
final class EventStream {
    private static final long BETWEEN_PROGRESS = Duration.ofMillis(500).toNanos();

    private final String run;
    private final Runs runs;
    private final RunEvents events;
    private final WebJson json;
    private final Mailbox mailbox;
    private final OutputStream output;
    private long told;
    private boolean ended;
    private @Nullable RunEvent waitingProgress;
    private long lastProgress = System.nanoTime() - BETWEEN_PROGRESS;

    EventStream(String run, Runs runs, RunEvents events, WebJson json, Mailbox mailbox, OutputStream output) {
        this.run = run;
        this.runs = runs;
        this.events = events;
        this.json = json;
        this.mailbox = mailbox;
        this.output = output;
    }

    /** @param lastEventId of the caller's earlier stream */
    void tell(@Nullable Long lastEventId, Duration heartbeat) throws IOException, InterruptedException {
        begin(lastEventId);
        long quietUntil = System.nanoTime() + heartbeat.toNanos();
        while (!ended) {
            Mailbox.Letters letters = mailbox.take(Duration.ofNanos(nextWait(quietUntil)));
            if (letters.closed()) {
                return;
            }
            if (tell(letters)) {
                quietUntil = System.nanoTime() + heartbeat.toNanos();
            } else if (System.nanoTime() >= quietUntil) {
                send(": still there\n\n");
                // Another server may have ended the run without this one hearing of it.
                tellPersisted();
                quietUntil = System.nanoTime() + heartbeat.toNanos();
            }
        }
    }

    private void begin(@Nullable Long lastEventId) throws IOException {
        List<RunEvent> past = events.after(run, lastEventId == null ? 0 : lastEventId);
        // Read after the events: so it knows at least what they tell.
        Run now = runs.get(run);
        String document = json.mapper().writeValueAsString(RunResource.of(now));
        if (lastEventId == null) {
            told = past.stream().mapToLong(EventStream::id).max().orElse(0);
            boolean over = now.state().ended();
            List<RunEvent> last = over
                    ? past.stream()
                            .filter(event -> event.type() == RunEvent.Type.ENDED)
                            .toList()
                    : List.of();
            send(text(last.isEmpty() ? told : null, "run", document));
            tellAll(last);
            ended = over;
        } else {
            told = lastEventId;
            send(text(null, "run", document));
            tellAll(past);
            ended |= now.state().ended();
        }
    }

    /** @return whether anything was sent */
    private boolean tell(Mailbox.Letters letters) throws IOException {
        boolean sent = letters.persisted() && tellPersisted();
        if (letters.log() != null && !ended) {
            send(text(null, "log", letters.log().data()));
            sent = true;
        }
        if (letters.progress() != null) {
            waitingProgress = letters.progress();
        }
        if (waitingProgress != null && !ended && System.nanoTime() - lastProgress >= BETWEEN_PROGRESS) {
            send(text(null, "progress", waitingProgress.data()));
            waitingProgress = null;
            lastProgress = System.nanoTime();
            sent = true;
        }
        return sent;
    }

    /** From the database, so that none is lost or out of order. */
    private boolean tellPersisted() throws IOException {
        List<RunEvent> fresh = events.after(run, told);
        tellAll(fresh);
        return !fresh.isEmpty();
    }

    private void tellAll(List<RunEvent> fresh) throws IOException {
        for (RunEvent event : fresh) {
            send(text(event.id(), event.type().name().toLowerCase(Locale.ROOT), event.data()));
            told = Math.max(told, id(event));
            ended |= event.type() == RunEvent.Type.ENDED;
        }
    }

    private long nextWait(long quietUntil) {
        long now = System.nanoTime();
        long wait = quietUntil - now;
        if (waitingProgress != null) {
            wait = Math.min(wait, lastProgress + BETWEEN_PROGRESS - now);
        }
        return Math.max(wait, 1);
    }

    private void send(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private static String text(@Nullable Long id, String event, String data) {
        String idLine = id == null ? "" : "id: " + id + "\n";
        return idLine + "event: " + event + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n";
    }

    private static long id(RunEvent event) {
        Long id = event.id();
        return id == null ? 0 : id;
    }
}
