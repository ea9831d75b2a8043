package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.Hook;
import io.rsyncbackup.backup.PlanHooks;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.notify.Channel;
import io.rsyncbackup.notify.Occasion;
import io.rsyncbackup.plan.Cron;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.plan.PlanReader;
import io.rsyncbackup.plan.PlanSchedule;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.rotation.Frequency;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Retention;
import io.rsyncbackup.rotation.RotationRules;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationReaderTest {
    private static final String EVERY_KEY = """
            backup:
              data-directory: %1$s/data
              max-concurrent-runs: 4
              zone: Europe/Amsterdam
              public-url: https://backup.example.org
              history: { keep: 30d, keep-runs: 50 }
              run-log: { max-size: 50MB }
              min-free-space: 0
              keep-database-backups: 3
              stall-timeout: 2h
              skipped-too-often: 24
              channels:
                ops:
                  type: webhook
                  url: https://hooks.example.org/services/T0/B0?key=x
                  secret-file: %1$s/token
                  events: [failed, recovered]
                  all-plans: true
                  timeout: 5s
                  give-up-after: 2h
                  allow-link-local: true
                pager: { type: ping, url: "https://ping.example.org/uuid" }
              shutdown: { wait: 1m30s }
              node: { labels: [nas, disk-7] }
              security:
                admin-token-file: %1$s/token
                tokens: [ { name: prometheus, hash: %2$s, permissions: [metrics, read] } ]
              plans:
                laptop:
                  source: /
                  destination: /mnt/backups/laptop/latest/
                  destination-id: 6c1c-1
                  exclude: ["*.iso", "/home/*/Downloads/", "a,b"]
                  excluded-roots: []
                  multi-fs: true
                  sudo: false
                  ionice: best-effort
                  bandwidth-limit: 20MB
                  max-delete: 20%%
                  io-timeout: 10m
                  max-duration: 12h
                  snapshot-method: hard-link
                  rotation: { hourly: 24, daily: 0, monthly: always }
                  keep: newest
                  window: time
                  zone: UTC
                  schedule: { cron: 30 2 * * 1-5, jitter: 5m, catch-up: false }
                  expected-interval: 2h
                  retry: { attempts: 5, pause: 10s }
                  rerun-interrupted: true
                  node-label: nas
                  channels: [pager]
                  hooks:
                    before: { command: [/bin/sh, -c, "exit 0"], timeout: 90s }
                    finally: { command: [true] }
            """;

    @TempDir
    Path temporary;

    @Test
    void everyKeyIsRead() throws Exception {
        Files.writeString(temporary.resolve("token"), "x".repeat(32));
        String hash = "ab".repeat(32);
        ServerConfiguration configuration = ConfigurationFixture.read(EVERY_KEY.formatted(temporary, hash));
        assertThat(configuration.dataDirectory()).isEqualTo(temporary.resolve("data"));
        assertThat(configuration.maxConcurrentRuns()).isEqualTo(4);
        assertThat(configuration.zone()).isEqualTo(ZoneId.of("Europe/Amsterdam"));
        assertThat(configuration.publicUrl()).isEqualTo(URI.create("https://backup.example.org"));
        assertThat(configuration.runLogMaxBytes()).isEqualTo(50_000_000);
        assertThat(configuration.historyKeep()).isEqualTo(Duration.ofDays(30));
        assertThat(configuration.historyKeepRuns()).isEqualTo(50);
        assertThat(configuration.shutdownWait()).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.adminTokenFile()).isEqualTo(temporary.resolve("token"));
        assertThat(configuration.tokens()).singleElement().satisfies(token -> {
            assertThat(token.name()).isEqualTo("prometheus");
            assertThat(token.hash()).isEqualTo(hash);
            assertThat(token.permissions()).containsExactlyInAnyOrder(Permission.METRICS, Permission.READ);
        });
        assertThat(configuration.plans())
                .containsOnly(Map.entry(
                        "laptop",
                        new PlanSpec(
                                new Location.Local(Path.of("/")),
                                new Location.Local(Path.of("/mnt/backups/laptop/latest")),
                                "6c1c-1",
                                PlanConnection.NONE,
                                PlanDevice.NONE,
                                List.of("*.iso", "/home/*/Downloads/", "a,b"),
                                List.of(),
                                true,
                                false,
                                PlanSpec.Ionice.BEST_EFFORT,
                                20_000_000L,
                                0.2,
                                Duration.ofMinutes(10),
                                Duration.ofHours(12),
                                SnapshotMethod.HARD_LINK,
                                new RotationRules(
                                        new RotationScheme(Map.of(
                                                Frequency.HOURLY, new Retention.Count(24),
                                                Frequency.MONTHLY, new Retention.Always())),
                                        Keep.NEWEST,
                                        Window.TIME,
                                        ZoneId.of("UTC")),
                                new PlanSchedule(Cron.parse("30 2 * * 1-5"), Duration.ofMinutes(5), false),
                                Duration.ofHours(2),
                                5,
                                Duration.ofSeconds(10),
                                true,
                                "nas",
                                List.of("pager"))));
        assertThat(configuration.nodeLabels()).containsExactly("disk-7", "nas");
        assertThat(configuration.minFreeSpace()).isZero();
        assertThat(configuration.keepDatabaseBackups()).isEqualTo(3);
        assertThat(configuration.stallTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(configuration.skippedTooOften()).isEqualTo(24);
        Channel ops = configuration.channels().get("ops");
        assertThat(ops.type()).isEqualTo("webhook");
        assertThat(ops.target()).isEqualTo("https://hooks.example.org");
        assertThat(ops.events()).containsExactly(Occasion.FAILED, Occasion.RECOVERED);
        assertThat(ops.allPlans()).isTrue();
        assertThat(ops.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ops.giveUpAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(ops.linkLocal()).isTrue();
        assertThat(ops.toString()).doesNotContain("T0").doesNotContain("key").doesNotContain("xxx");
        Channel pager = configuration.channels().get("pager");
        assertThat(pager.events()).containsExactly(Occasion.FAILED, Occasion.PARTIAL);
        assertThat(pager.allPlans()).isFalse();
        assertThat(pager.toString()).doesNotContain("uuid");
        PlanHooks hooks = configuration.hooks().get("laptop");
        assertThat(hooks.before()).isEqualTo(new Hook(List.of("/bin/sh", "-c", "exit 0"), Duration.ofSeconds(90)));
        assertThat(hooks.last()).isEqualTo(new Hook(List.of("true"), Duration.ofMinutes(5)));
        assertThat(hooks.afterSuccess()).isNull();
    }

    @Test
    void whatIsNotSaidHasDefaults() throws Exception {
        ServerConfiguration configuration = ConfigurationFixture.read("""
                backup:
                  zone: Europe/Vienna
                  plans:
                    a: { source: none, destination: /b/a/latest }
                """);
        assertThat(configuration.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(configuration.maxConcurrentRuns()).isEqualTo(2);
        assertThat(configuration.shutdownWait()).isEqualTo(Duration.ofSeconds(30));
        PlanSpec spec = configuration.plans().get("a");
        assertThat(spec.source()).isNull();
        assertThat(spec.excludedRoots()).isEqualTo(PlanReader.DEFAULT_EXCLUDED_ROOTS);
        assertThat(spec.sudo()).isTrue();
        assertThat(spec.rerunInterrupted()).isFalse();
        assertThat(spec.rotation())
                .isEqualTo(new RotationRules(
                        RotationScheme.DEFAULT, Keep.OLDEST, Window.COUNT, ZoneId.of("Europe/Vienna")));
    }

    @Test
    void aServerWithoutAnyPlanStarts() throws Exception {
        assertThat(ConfigurationFixture.read("backup:\n  plans:\n").plans()).isEmpty();
        assertThat(ConfigurationFixture.read("server.port: 1").plans()).isEmpty();
    }

    @Test
    void theSampleIsValid() throws Exception {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        SampleConfiguration.print(new PrintStream(sample, true, StandardCharsets.UTF_8));
        assertThat(ConfigurationFixture.read(sample.toString(StandardCharsets.UTF_8))
                        .plans())
                .containsOnlyKeys("laptop");
    }

    @Test
    void theSampleShowsEveryKey() throws Exception {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        SampleConfiguration.print(new PrintStream(sample, true, StandardCharsets.UTF_8));
        for (String key : keys()) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            assertThat(sample.toString(StandardCharsets.UTF_8)).containsPattern("\\b" + last + ":");
        }
    }

    @Test
    void metadataDocumentsEveryKey() throws Exception {
        Set<String> documented = new TreeSet<>();
        collect(documented, "", "/META-INF/spring-configuration-metadata.json");
        collect(
                documented,
                "backup.channels.*.",
                "/META-INF/spring/configuration-metadata/io.rsyncbackup.notify.ChannelProperties.json");
        collect(
                documented,
                "backup.plans.*.",
                "/META-INF/spring/configuration-metadata/io.rsyncbackup.plan.PlanProperties.json");
        collect(
                documented,
                "backup.connections.*.",
                "/META-INF/spring/configuration-metadata/io.rsyncbackup.plan.ConnectionProperties.json");
        assertThat(documented).containsAll(keys());
    }

    /** Every key that works, as {@code backup.plans.*.source}. */
    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        leaves(keys, "backup", ConfigurationKeys.ROOT);
        assertThat(keys)
                .contains("backup.shutdown.wait", "backup.plans.*.bandwidth-limit", "backup.plans.*.retry.pause")
                .contains("backup.plans.*.node-label", "backup.node.labels");
        return keys;
    }

    private static void leaves(Set<String> keys, String path, ConfigurationKey place) {
        switch (place) {
            case ConfigurationKey.Keys known ->
                known.keys().forEach((key, below) -> leaves(keys, path + "." + key, below));
            case ConfigurationKey.ValueOrKeys some -> leaves(keys, path, some.keys());
            case ConfigurationKey.Named named
            when named.element() instanceof ConfigurationKey.Keys -> leaves(keys, path + ".*", named.element());
            case ConfigurationKey.Later later -> {}
            default -> keys.add(path);
        }
    }

    private static void collect(Set<String> names, String prefix, String resource) throws Exception {
        try (InputStream metadata = ConfigurationReaderTest.class.getResourceAsStream(resource)) {
            assertThat(metadata).as(resource).isNotNull();
            for (JsonNode property :
                    JsonMapper.builder().build().readTree(metadata).get("properties")) {
                assertThat(property.path("description").asString())
                        .as(property.toString())
                        .isNotBlank();
                names.add(prefix + property.get("name").asString());
            }
        }
    }
}
