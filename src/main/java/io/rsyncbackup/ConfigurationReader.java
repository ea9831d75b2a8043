package io.rsyncbackup;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.DurationText;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.NodeLabelText;
import io.rsyncbackup.plan.PlanConflicts;
import io.rsyncbackup.plan.PlanProperties;
import io.rsyncbackup.plan.PlanReader;
import io.rsyncbackup.plan.PlanRejectedException;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.SizeText;
import io.rsyncbackup.plan.ZoneText;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads and validates the whole configuration. Looks at no disk but for the files with tokens, at no database. */
final class ConfigurationReader {
    private static final String PLANS = "plans.";
    private static final long SMALLEST_LOG = 64 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Fields fields = new Fields("backup.");

    private ConfigurationReader() {}

    /** @throws InvalidConfigurationException with every problem */
    static ServerConfiguration read(ConfigurableEnvironment environment) {
        return new ConfigurationReader().readAll(environment);
    }

    private ServerConfiguration readAll(ConfigurableEnvironment environment) {
        fields.addAll(ConfiguredKeys.problems(environment));
        BackupProperties properties = ConfiguredKeys.bind(environment, fields);
        ZoneId zone = fields.read("zone", properties.zone(), ZoneText::parse, ZoneId.systemDefault());
        Path dataDirectory =
                fields.read("data-directory", properties.dataDirectory(), ConfigurationReader::path, path("./data"));
        BackupProperties.Security security =
                Objects.requireNonNullElse(properties.security(), BackupProperties.Security.EMPTY);
        BackupProperties.History history =
                Objects.requireNonNullElse(properties.history(), new BackupProperties.History(null, null));
        ServerConfiguration configuration = new ServerConfiguration(
                dataDirectory,
                fields.number("max-concurrent-runs", properties.maxConcurrentRuns(), 1, 1000, 2),
                zone,
                fields.read("public-url", properties.publicUrl(), ConfigurationReader::url),
                runLogMaxBytes(properties.runLog()),
                fields.read("history.keep", history.keep(), ConfigurationReader::historyKeep, Duration.ofDays(90)),
                fields.number("history.keep-runs", history.keepRuns(), 1, 1_000_000, 1000),
                shutdownWait(properties.shutdown()),
                fields.read("security.admin-token-file", security.adminTokenFile(), ConfigurationReader::readable),
                ConfiguredTokens.read(fields, security.tokens()),
                ConfiguredPeople.read(fields, security.users()),
                ConfiguredPeople.openId(fields, security.openid()),
                ConfiguredPeople.proxies(fields, security.trustedProxies()),
                ConfiguredConnections.roots(fields, properties.allowedSources(), properties.allowedDestinations()),
                ConfiguredConnections.read(fields, properties.connections(), zone),
                fields.read("min-free-space", properties.minFreeSpace(), ConfigurationReader::size, 100_000_000L),
                fields.read("stall-timeout", properties.stallTimeout(), DurationText::parse, Duration.ofHours(6)),
                fields.number("keep-database-backups", properties.keepDatabaseBackups(), 1, 1000, 7),
                fields.number("skipped-too-often", properties.skippedTooOften(), 1, 1000, 10),
                ConfiguredChannels.read(fields, properties, environment),
                ConfiguredHooks.read(fields, PLANS, properties.plans()),
                nodeLabels(properties.node()),
                nodeUrl(properties.node()),
                plans(properties.plans(), zone));
        dataDirectoryApart(configuration);
        if (!fields.problems().isEmpty()) {
            throw new InvalidConfigurationException(fields.problems());
        }
        return configuration;
    }

    private long runLogMaxBytes(BackupProperties.@Nullable RunLog log) {
        return fields.read(
                "run-log.max-size",
                log == null ? null : log.maxSize(),
                text -> {
                    long bytes = SizeText.parse(text);
                    if (bytes < SMALLEST_LOG) {
                        throw new IllegalArgumentException("is too small to hold a log; write at least 64KiB");
                    }
                    return bytes;
                },
                50_000_000L);
    }

    private static long size(String text) {
        return text.strip().equals("0") ? 0 : SizeText.parse(text);
    }

    /** A key of idempotency is bound to a run of the history for a day. */
    private static Duration historyKeep(String text) {
        Duration keep = DurationText.parse(text);
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("is shorter than a day; write a longer duration, as in 90d");
        }
        return keep;
    }

    private Duration shutdownWait(BackupProperties.@Nullable Shutdown shutdown) {
        return fields.read(
                "shutdown.wait",
                shutdown == null ? null : shutdown.runsMayTake(),
                text -> {
                    Duration wait = DurationText.parse(text);
                    if (wait.compareTo(LONGEST_WAIT) > 0) {
                        throw new IllegalArgumentException("is longer than a day; write a shorter duration, as in 30s");
                    }
                    return wait;
                },
                Duration.ofSeconds(30));
    }

    private Set<String> nodeLabels(BackupProperties.@Nullable Node node) {
        List<String> texts = node == null || node.labels() == null ? List.of() : node.labels();
        Set<String> labels = new TreeSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String label = fields.read("node.labels[" + i + "]", texts.get(i), NodeLabelText::parse);
            if (label != null) {
                labels.add(label);
            }
        }
        return labels;
    }

    private @Nullable URI nodeUrl(BackupProperties.@Nullable Node node) {
        return node == null ? null : fields.read("node.url", node.url(), ConfigurationReader::url);
    }

    private SortedMap<String, PlanSpec> plans(@Nullable Map<String, PlanProperties> plans, ZoneId zone) {
        SortedMap<String, PlanSpec> specs = new TreeMap<>();
        if (plans != null) {
            plans.forEach((name, plan) -> {
                try {
                    specs.put(name, PlanReader.read("backup." + PLANS + name + ".", plan, zone));
                } catch (PlanRejectedException e) {
                    fields.addAll(e.problems());
                }
            });
        }
        fields.addAll(PlanConflicts.find("backup." + PLANS, specs));
        return specs;
    }

    /** What rsync fills and empties must not be where the server keeps what is its own. */
    private void dataDirectoryApart(ServerConfiguration configuration) {
        configuration.plans().forEach((name, spec) -> {
            Path parent = spec.destination() instanceof Location.Local local
                    ? local.path().getParent()
                    : null;
            if (parent != null && configuration.dataDirectory().startsWith(parent)) {
                fields.add(
                        PLANS + name + ".destination",
                        spec.destination().text(),
                        "keeps its snapshots around the data directory " + configuration.dataDirectory()
                                + "; write another destination, or another backup.data-directory");
            }
        });
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
    }

    private static Path readable(String text) {
        Path file = path(text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("is not a file that this server can read; write the token into it, or"
                    + " remove the key and a token is generated");
        }
        return file;
    }

    private static URI url(String text) {
        String mend = "is not a URL of this server; write it as in https://backup.example.org";
        try {
            URI url = URI.create(text.strip());
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web
                    || url.getHost() == null
                    || url.getUserInfo() != null
                    || url.getQuery() != null
                    || url.getFragment() != null) {
                throw new IllegalArgumentException(mend);
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(mend, e);
        }
    }
}
