package io.rsyncbackup;

import io.rsyncbackup.plan.PlanProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The configuration as people write it: every value is text, read by {@link ConfigurationReader}, so that all that is
 * wrong is said at once.
 *
 * @param dataDirectory Where the database, run logs, node id and the generated token lie; made absolute, readable for its
 *     owner only. Default: ./data.
 * @param maxConcurrentRuns How many runs this server works on at once, 1 to 1000. Default: 2.
 * @param zone Time zone of plans that name none. Default: the system's.
 * @param publicUrl How clients reach this server, as in https://backup.example.org; begins the links to problem pages.
 * @param plans The plans by name: lower-case letters, digits and hyphens, at most 63.
 */
@ConfigurationProperties(prefix = "backup", ignoreUnknownFields = false)
record BackupProperties(
        @Nullable String dataDirectory,
        @Nullable String maxConcurrentRuns,
        @Nullable String zone,
        @Nullable String publicUrl,
        @Nullable RunLog runLog,
        @Nullable Shutdown shutdown,
        @Nullable Security security,
        @Nullable Map<String, PlanProperties> plans) {
    static final BackupProperties EMPTY = new BackupProperties(null, null, null, null, null, null, null, null);

    /**
     * The log of each run.
     *
     * @param maxSize Beyond this the middle of a run's log is left out, as in 50MB. Default: 50MB.
     */
    record RunLog(@Nullable String maxSize) {}

    /**
     * Stopping the server.
     *
     * @param runsMayTake How long running runs may go on when the server is stopped, before they are interrupted. Default: 30s.
     */
    record Shutdown(@Name("wait") @Nullable String runsMayTake) {}

    /**
     * Who may ask for what.
     *
     * @param adminTokenFile File that holds the token of the administrator; without it one is generated when no token
     *     exists at all.
     * @param tokens Tokens of which the configuration knows only the hash.
     */
    record Security(
            @Nullable String adminTokenFile, @Nullable List<Token> tokens) {}

    /**
     * One token.
     *
     * @param name Whom it was given to.
     * @param hash SHA-256 of the token in 64 hexadecimal digits: printf %s "$TOKEN" | sha256sum.
     * @param permissions What its bearer may do: read, run, cancel, pin, delete, adopt, plan, token, metrics, loggers.
     */
    record Token(
            @Nullable String name,
            @Nullable String hash,
            @Nullable List<String> permissions) {}
}
