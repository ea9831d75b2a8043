package io.rsyncbackup.notify;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a channel reaches the outside world. */
public sealed interface Way {
    String type();

    /** For people; an address may be a secret, so of a URL only scheme and host. */
    String target();

    /**
     * A JSON document is posted.
     *
     * @param secretFile what it is signed with; read each time, so that it can be replaced, and so that one that is missing keeps
     *     nothing else from working
     */
    record Webhook(URI url, @Nullable Path secretFile) implements Way {
        @Override
        public String type() {
            return "webhook";
        }

        @Override
        public String target() {
            return redacted(url);
        }

        @Override
        public String toString() {
            return type() + " " + target();
        }
    }

    /** A mail is sent, through the server that {@code spring.mail} names. */
    record Mail(String from, List<String> to) implements Way {
        public Mail {
            to = List.copyOf(to);
        }

        @Override
        public String type() {
            return "mail";
        }

        @Override
        public String target() {
            return String.join(", ", to);
        }
    }

    /** A URL is called at the start and the end of each run that saves; silence is what alarms. */
    record Ping(URI url) implements Way {
        @Override
        public String type() {
            return "ping";
        }

        @Override
        public String target() {
            return redacted(url);
        }

        @Override
        public String toString() {
            return type() + " " + target();
        }
    }

    private static String redacted(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
