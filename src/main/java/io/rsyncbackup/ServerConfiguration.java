package io.rsyncbackup;

import io.rsyncbackup.access.AccessSettings.ConfiguredToken;
import io.rsyncbackup.access.AccessSettings.ConfiguredUser;
import io.rsyncbackup.access.AccessSettings.OpenId;
import io.rsyncbackup.backup.PlanHooks;
import io.rsyncbackup.notify.Channel;
import io.rsyncbackup.plan.AllowedRoots;
import io.rsyncbackup.plan.ConnectionProperties;
import io.rsyncbackup.plan.PlanSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, validated.
 *
 * @param dataDirectory absolute
 * @param channels by name
 * @param hooks by the name of the plan
 * @param plans by name
 */
record ServerConfiguration(
        Path dataDirectory,
        int maxConcurrentRuns,
        ZoneId zone,
        @Nullable URI publicUrl,
        long runLogMaxBytes,
        Duration historyKeep,
        int historyKeepRuns,
        Duration shutdownWait,
        @Nullable Path adminTokenFile,
        List<ConfiguredToken> tokens,
        List<ConfiguredUser> users,
        @Nullable OpenId openId,
        List<String> trustedProxies,
        AllowedRoots allowed,
        Map<String, ConnectionProperties> connections,
        long minFreeSpace,
        Duration stallTimeout,
        int keepDatabaseBackups,
        int skippedTooOften,
        SortedMap<String, Channel> channels,
        SortedMap<String, PlanHooks> hooks,
        Set<String> nodeLabels,
        @Nullable URI nodeUrl,
        SortedMap<String, PlanSpec> plans) {}
