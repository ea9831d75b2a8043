package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a command on another host prints, told apart from what is reported about it. */
final class RemoteOutput implements CommandOutput {
    private static final byte[] EMPTY = {};
    /** The shared login carries no more at once: ssh says so and makes one of its own. */
    private static final String FULL = "mux_client_request_session: session request failed: Session open refused";

    private final String prefix;
    private final CommandOutput output;
    private final Tail errorTail = new Tail();
    private final CompletableFuture<String> report = new CompletableFuture<>();
    private final CompletableFuture<Throwable> consumerFailure = new CompletableFuture<>();
    private boolean blank;

    RemoteOutput(String id, CommandOutput output) {
        this.prefix = id + " ";
        this.output = output;
    }

    @Override
    public void out(byte[] line) {
        deliver(() -> output.out(line));
    }

    @Override
    public void err(byte[] line) {
        String text = new String(line, UTF_8);
        if (text.startsWith(prefix)) {
            // the report begins a line of its own, which may leave an empty one before it
            blank = false;
            report.complete(text.substring(prefix.length()));
            return;
        }
        if (text.startsWith(FULL)) {
            return;
        }
        endBlank();
        if (line.length == 0) {
            blank = true;
        } else {
            deliverError(line);
        }
    }

    /** Nothing follows. */
    void end() {
        endBlank();
    }

    /** As in {@code exit 23} or {@code missing rsync}. */
    CompletableFuture<String> report() {
        return report;
    }

    /** Done when the consumer threw; nothing more is delivered to it then. */
    CompletableFuture<Throwable> consumerFailure() {
        return consumerFailure;
    }

    String errorTail() {
        return errorTail.text();
    }

    /** The exit code that was reported; null when none was. */
    @Nullable
    Integer exitCode() {
        String text = report.getNow("");
        return text.startsWith("exit ") ? Integer.valueOf(text.substring("exit ".length())) : null;
    }

    /** The program that does not exist there; null when that was not the trouble. */
    @Nullable
    String missing() {
        String text = report.getNow("");
        return text.startsWith("missing ") ? text.substring("missing ".length()) : null;
    }

    private void endBlank() {
        if (blank) {
            blank = false;
            deliverError(EMPTY);
        }
    }

    private void deliverError(byte[] line) {
        errorTail.add(line);
        deliver(() -> output.err(line));
    }

    private void deliver(Runnable delivery) {
        if (consumerFailure.isDone()) {
            return;
        }
        try {
            delivery.run();
        } catch (RuntimeException | Error e) {
            consumerFailure.complete(e);
        }
    }
}
