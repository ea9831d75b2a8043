package io.rsyncbackup.notify;

import io.rsyncbackup.plan.DurationText;
import io.rsyncbackup.plan.Fields;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a channel of what people wrote, and says everything that is wrong with it. Pure. */
public final class ChannelReader {
    /** One mailbox without a display name; what else an address may be is left to the mail server. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"\\p{Cntrl}]+@[^\\s@<>,;\"\\p{Cntrl}]+");

    private static final Duration WEB = Duration.ofSeconds(10);
    private static final Duration MAIL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration GIVE_UP = Duration.ofHours(24);

    private final Fields fields;
    private final String prefix;
    private final ChannelProperties written;

    private ChannelReader(Fields fields, String prefix, ChannelProperties written) {
        this.fields = fields;
        this.prefix = prefix;
        this.written = written;
    }

    /**
     * The channel; absent when something is wrong, which is then among the problems.
     *
     * @param prefix what stands before each key, as in {@code channels.ops.}
     */
    public static @Nullable Channel read(Fields fields, String prefix, String name, ChannelProperties written) {
        return new ChannelReader(fields, prefix, written).read(name);
    }

    private @Nullable Channel read(String name) {
        int before = fields.problems().size();
        String type = written.type() == null ? "" : written.type().strip();
        Way way = switch (type) {
            case "webhook" -> webhook();
            case "ping" -> ping();
            case "mail" -> mail();
            default -> {
                fields.add(
                        prefix + "type",
                        type.isEmpty() ? null : type,
                        (type.isEmpty() ? "is required" : "is unknown") + "; write webhook, mail or ping");
                yield null;
            }
        };
        boolean mail = type.equals("mail");
        Set<Occasion> events = events(type.equals("ping"));
        boolean allPlans = fields.flag(prefix + "all-plans", written.allPlans(), false);
        Duration timeout =
                fields.read(prefix + "timeout", written.timeout(), ChannelReader::timeout, mail ? MAIL : WEB);
        Duration giveUp =
                fields.read(prefix + "give-up-after", written.giveUpAfter(), ChannelReader::giveUpAfter, GIVE_UP);
        boolean linkLocal = fields.flag(prefix + "allow-link-local", written.allowLinkLocal(), false);
        return way == null || fields.problems().size() > before
                ? null
                : new Channel(name, way, events, allPlans, timeout, giveUp, linkLocal);
    }

    private @Nullable Way webhook() {
        foreign("to", written.to(), "mail");
        foreign("from", written.from(), "mail");
        URI url = url();
        Path secret = fields.read(prefix + "secret-file", written.secretFile(), ChannelReader::file);
        return url == null ? null : new Way.Webhook(url, secret);
    }

    private @Nullable Way ping() {
        foreign("to", written.to(), "mail");
        foreign("from", written.from(), "mail");
        foreign("secret-file", written.secretFile(), "webhook");
        URI url = url();
        return url == null ? null : new Way.Ping(url);
    }

    private @Nullable Way mail() {
        foreign("url", written.url(), "webhook or ping");
        foreign("secret-file", written.secretFile(), "webhook");
        foreign("allow-link-local", written.allowLinkLocal(), "webhook or ping");
        String from = fields.read(prefix + "from", written.from(), ChannelReader::address);
        if (written.from() == null) {
            fields.add(prefix + "from", null, "is required; write from whom the mail comes, as in backup@example.org");
        }
        List<String> to = new ArrayList<>();
        List<String> given = written.to() == null ? List.of() : written.to();
        if (given.isEmpty()) {
            fields.add(prefix + "to", null, "is required; write to whom the mail goes, as in [ops@example.org]");
        }
        for (int i = 0; i < given.size(); i++) {
            String address = fields.read(prefix + "to[" + i + "]", given.get(i), ChannelReader::address);
            if (address != null) {
                to.add(address);
            }
        }
        return from == null || to.isEmpty() ? null : new Way.Mail(from, to);
    }

    private void foreign(String key, @Nullable Object value, String type) {
        if (value != null) {
            fields.add(prefix + key, null, "belongs to a channel of type " + type + "; remove it");
        }
    }

    /** Never repeats a wrong URL, which may be a secret all the same. */
    private @Nullable URI url() {
        String text = written.url();
        if (text == null || text.isBlank()) {
            fields.add(prefix + "url", null, "is required; write what to call, as in https://hooks.example.org/backup");
            return null;
        }
        try {
            URI url = URI.create(text.strip());
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        fields.add(
                prefix + "url",
                null,
                "is not a URL that can be called; write it as in https://hooks.example.org/backup, without a user name");
        return null;
    }

    private Set<Occasion> events(boolean ping) {
        EnumSet<Occasion> events = EnumSet.noneOf(Occasion.class);
        if (written.events() == null) {
            return ping ? EnumSet.of(Occasion.FAILED, Occasion.PARTIAL) : EnumSet.allOf(Occasion.class);
        }
        for (int i = 0; i < written.events().size(); i++) {
            String key = prefix + "events[" + i + "]";
            Occasion occasion = fields.read(key, written.events().get(i), ChannelReader::occasion);
            if (occasion != null && ping && occasion != Occasion.FAILED && occasion != Occasion.PARTIAL) {
                fields.add(key, occasion.text(), "is nothing that a ping can tell; write failed or partial");
            } else if (occasion != null) {
                events.add(occasion);
            }
        }
        return events;
    }

    private static Occasion occasion(String text) {
        return Arrays.stream(Occasion.values())
                .filter(occasion -> occasion.text().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is unknown; write some of "
                        + Arrays.stream(Occasion.values()).map(Occasion::text).collect(Collectors.joining(", "))));
    }

    private static Duration timeout(String text) {
        Duration timeout = DurationText.parse(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("is not between 1s and 5m; write a time to wait for, as in 10s");
        }
        return timeout;
    }

    private static Duration giveUpAfter(String text) {
        Duration time = DurationText.parse(text);
        if (time.compareTo(Channel.LONGEST_GIVE_UP) > 0) {
            throw new IllegalArgumentException("is more than 7d; write how long to try, as in 24h");
        }
        return time;
    }

    private static String address(String text) {
        if (!ADDRESS.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException("is not the address of a mailbox; write it as in ops@example.org");
        }
        return text.strip();
    }

    private static Path file(String text) {
        try {
            Path file = Path.of(text);
            if (file.isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "is not an absolute path; write it so, as in /etc/rsync-backup/webhook.secret");
    }
}
