package io.rsyncbackup;

import io.rsyncbackup.notify.ChannelProperties;
import io.rsyncbackup.plan.ConnectionProperties;
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
 * @param allowedSources Directories below which plans made over the API may read. Default: none, so that no such plan has a
 *     local source.
 * @param allowedDestinations Directories below which plans made over the API may write. Default: none.
 * @param connections What plans made over the API may name but not write themselves: other hosts, key files, disks.
 * @param minFreeSpace How much room the file system of the data directory must have for new runs to begin; 0B: none.
 *     Default: 100MB.
 * @param stallTimeout After how long without output, progress or another step a run is taken for stuck, which is a warning
 *     of the run and no end; 0s: never. Default: 6h.
 * @param keepDatabaseBackups How many of the newest copies of the server's own database stay, 1 to 1000. Default: 7.
 * @param skippedTooOften After how many skipped runs of a plan in a row its channels are told, 1 to 1000. Default: 10.
 * @param channels Whom to tell what becomes of runs, by names of lower-case letters, digits and hyphens.
 * @param node What this server is among several on one database.
 * @param plans The plans by name: lower-case letters, digits and hyphens, at most 63.
 */
@ConfigurationProperties(prefix = "backup", ignoreUnknownFields = false)
record BackupProperties(
        @Nullable String dataDirectory,
        @Nullable String maxConcurrentRuns,
        @Nullable String zone,
        @Nullable String publicUrl,
        @Nullable History history,
        @Nullable RunLog runLog,
        @Nullable Shutdown shutdown,
        @Nullable Security security,
        @Nullable List<String> allowedSources,
        @Nullable List<String> allowedDestinations,
        @Nullable Map<String, ConnectionProperties> connections,
        @Nullable String minFreeSpace,
        @Nullable String stallTimeout,
        @Nullable String keepDatabaseBackups,
        @Nullable String skippedTooOften,
        @Nullable Map<String, ChannelProperties> channels,
        @Nullable Node node,
        @Nullable Map<String, PlanProperties> plans) {
    static final BackupProperties EMPTY = new BackupProperties(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /**
     * What is remembered of runs. One is forgotten, with its log, when it is older and its plan has enough newer ones; never
     * the last run of a plan, nor its last success.
     *
     * @param keep How long every run is remembered, as in 90d; at least 1d. Default: 90d.
     * @param keepRuns How many of the newest runs of each plan are remembered however old they are, 1 to 1000000. Default:
     *     1000.
     */
    record History(@Nullable String keep, @Nullable String keepRuns) {}

    /**
     * This server among several on one database.
     *
     * @param labels What this server can reach that others cannot, as in [nas, tape-room]: it runs plans whose node-label is
     *     one of them, and those without. Default: none.
     * @param url Where the other servers reach this one, as in http://10.0.0.3:8080: they ask it for logs and live events of
     *     runs that ran here, with the token of who asked them. Default: none, they cannot.
     */
    record Node(@Nullable List<String> labels, @Nullable String url) {}

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
     * @param users People who log in with name and password (HTTP Basic); use it with TLS only.
     * @param openid An issuer of OpenID Connect whose signed tokens are taken.
     * @param trustedProxies Addresses and ranges, as in 10.0.0.0/8, of proxies whose header X-Forwarded-For is believed.
     *     Default: none.
     */
    record Security(
            @Nullable String adminTokenFile,
            @Nullable List<Token> tokens,
            @Nullable List<User> users,
            @Nullable OpenId openid,
            @Nullable List<String> trustedProxies) {
        static final Security EMPTY = new Security(null, null, null, null, null);
    }

    /**
     * One token.
     *
     * @param name Whom it was given to.
     * @param hash SHA-256 of the token in 64 hexadecimal digits: printf %s "$TOKEN" | sha256sum.
     * @param role What its bearer may do: viewer, operator, admin or metrics. Instead of permissions.
     * @param permissions The same one by one: read, run, cancel, pin, delete, adopt, plan, token, metrics, loggers.
     * @param plans The only plans that exist for it. Default: all.
     */
    record Token(
            @Nullable String name,
            @Nullable String hash,
            @Nullable String role,
            @Nullable List<String> permissions,
            @Nullable List<String> plans) {}

    /**
     * One person.
     *
     * @param name What the person logs in with.
     * @param password Its hash, as bin/backup-server --hash-password makes it: {argon2}… or {bcrypt}…, in quotes.
     * @param role What the person may do: viewer, operator, admin or metrics.
     * @param plans The only plans that exist for the person. Default: all.
     */
    record User(
            @Nullable String name,
            @Nullable String password,
            @Nullable String role,
            @Nullable List<String> plans) {}

    /**
     * An issuer of OpenID Connect.
     *
     * @param issuer Its address, as in https://login.example.org/realms/main; below it lies .well-known/openid-configuration.
     * @param audience What must be among the audiences of a token: the name of this server there.
     * @param rolesClaim Where a token holds its roles; dots lead into objects, as in realm_access.roles. Default: roles.
     * @param rolePrefix What stands before viewer, operator, admin or metrics there, as in backup-. Default: nothing.
     * @param nameClaim What to call the caller, in the audit log for example. Default: preferred_username, or else sub.
     */
    record OpenId(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String rolesClaim,
            @Nullable String rolePrefix,
            @Nullable String nameClaim) {}
}
