package io.rsyncbackup.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.Name;

/**
 * A plan as people write it, in the configuration or in JSON: every value is text, read by {@link PlanReader}.
 *
 * @param source Required: the directory to back up in rsync's syntax (/dir, [user@]host:/dir, [user@]host::module/dir,
 *     rsync://[user@]host[:port]/module/dir), or none for a plan whose latest others fill.
 * @param destination Required: the directory that rsync updates in place, in the same syntax, as in
 *     /mnt/backups/laptop/latest; its parent holds the snapshots. Source or destination must be local.
 * @param destinationId Identity that must be found at the destination.
 * @param crypto Name in /etc/crypttab of the encrypted disk that a local destination lies on; it is unlocked before a run
 *     and locked after the last that needs it.
 * @param mount Mount point in /etc/fstab that a local destination lies below, as in /mnt/backups; it is mounted before a
 *     run and unmounted after the last that needs it.
 * @param trashTime How long an unmount waits until the space of removed snapshots is free, as in 60s; the rest waits for
 *     the next mount. Default: 60s.
 * @param tunnel SSH login through which an rsync daemon is reached, as in backup@gateway:2222; the daemon's host is looked
 *     up there.
 * @param ssh How to log in with SSH, to an end on another host or to the tunnel. Host keys are always checked.
 * @param passwordFile File with the password of the rsync daemon's user, which nobody else may read.
 * @param exclude Patterns of rsync for what not to copy, as in "*.iso" or "/home/*&#47;Downloads/".
 * @param excludedRoots Absolute patterns never copied; replaces the default list (/dev/ /proc/ /sys/ /tmp/ and so on).
 * @param multiFs Whether to copy the file systems mounted below the source too. Default: false.
 * @param sudo Whether rsync is run through sudo; only has an effect when the server does not run as root. Default: true.
 * @param ionice I/O scheduling class of rsync: idle, best-effort or realtime.
 * @param bandwidthLimit Bytes per second that rsync may use at most, as in 20MB.
 * @param maxDelete Share of what latest has that one run may delete, as in 20%; beyond it the run fails and changes nothing.
 * @param ioTimeout How long rsync may transfer nothing before it gives up, as in 10m.
 * @param maxDuration How long a run may take before it is stopped and fails, as in 12h.
 * @param snapshotMethod How snapshots are made: auto, hard-link or btrfs. Default: auto.
 * @param rotation How many slots to keep of each frequency (minutely hourly daily weekly monthly yearly): a number or
 *     always. Default: hourly 24, daily 7, weekly 4, monthly always.
 * @param keep Which snapshot of a slot stays: oldest or newest. Default: oldest.
 * @param window Which slots a number means: count (the newest that hold a snapshot) or time (consecutive ones of the
 *     calendar). Default: count.
 * @param zone Time zone of slots, of the schedule and of snapshot names without Z. Default: backup.zone.
 * @param schedule When runs begin, in the plan's zone: five fields of a crontab (minute, hour, day of the month, month, day
 *     of the week), as in "30 2 * * *", or a macro: @hourly @daily @weekly @monthly @yearly. Default: never by itself.
 * @param expectedInterval How often a backup is expected to succeed, as in 2h; a plan whose last success is older than
 *     this plus a grace (a tenth of it, at least five minutes) is overdue. Default: the longest gap of the schedule.
 * @param retry How often and with what pause a transfer is tried again after trouble on the network.
 * @param rerunInterrupted Whether a run that died with the server is queued once more. Default: false.
 * @param nodeLabel Label (backup.node.labels) of the servers that can run this plan, where several work on one database.
 *     Default: any server.
 * @param channels Names of those backup.channels that are told of this plan, besides the ones for all plans.
 * @param hooks Commands around each run that is no dry run, run as the user of the server. They can be written in the
 *     configuration only, and the API does not show them.
 */
@ConfigurationPropertiesSource
public record PlanProperties(
        @Nullable String source,
        @Nullable String destination,
        @Nullable String destinationId,
        @Nullable String crypto,
        @Nullable String mount,
        @Nullable String trashTime,
        @Nullable String tunnel,
        @Nullable Ssh ssh,
        @Nullable String passwordFile,
        @Nullable List<String> exclude,
        @Nullable List<String> excludedRoots,
        @Nullable String multiFs,
        @Nullable String sudo,
        @Nullable String ionice,
        @Nullable String bandwidthLimit,
        @Nullable String maxDelete,
        @Nullable String ioTimeout,
        @Nullable String maxDuration,
        @Nullable String snapshotMethod,
        @Nullable Map<String, String> rotation,
        @Nullable String keep,
        @Nullable String window,
        @Nullable String zone,
        @Nullable Schedule schedule,
        @Nullable String expectedInterval,
        @Nullable Retry retry,
        @Nullable String rerunInterrupted,
        @Nullable String nodeLabel,
        @Nullable List<String> channels,
        @Nullable Hooks hooks) {
    /**
     * Logging in with SSH.
     *
     * @param identityFile File with the private key, as in /etc/backup/id_ed25519. Default: those that ssh finds by itself.
     * @param port Port of the SSH server; a tunnel's stands in tunnel. Default: 22.
     * @param knownHostsFile File with the host's key. Default: those that ssh finds by itself.
     */
    public record Ssh(
            @Nullable String identityFile,
            @Nullable String port,
            @Nullable String knownHostsFile) {}

    /**
     * When runs begin; where only the first is said, it may stand in place of all.
     *
     * @param cron Five fields of a crontab or a macro, as in "30 2 * * *" or @daily.
     * @param jitter Time over which the runs of all plans are spread, as in 5m; each plan has its own place in it. Default:
     *     0s.
     * @param catchUp Whether one run makes up for those missed while the server was down. Default: true.
     */
    public record Schedule(
            @Nullable String cron,
            @Nullable String jitter,
            @Nullable String catchUp) {
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public Schedule {}

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Schedule of(String cron) {
            return new Schedule(cron, null, null);
        }
    }

    /**
     * Trying again.
     *
     * @param attempts How often a transfer is tried in all, 1 to 100. Default: 3.
     * @param pause How long to wait before the second attempt, growing with each. Default: 1m.
     */
    public record Retry(@Nullable String attempts, @Nullable String pause) {}

    /**
     * Commands around each run.
     *
     * @param before Runs first. When it fails so does the run (hook-failed) and nothing is backed up; with exit code 75 the run is
     *     skipped instead.
     * @param afterSuccess Runs when everything, or everything that could be read, was saved.
     * @param afterFailure Runs when the run failed, was cancelled or interrupted.
     * @param last Runs at the end of each run that began, whatever became of it.
     */
    public record Hooks(
            @Nullable Hook before,
            @Nullable Hook afterSuccess,
            @Nullable Hook afterFailure,
            @Name("finally") @Nullable Hook last) {}

    /**
     * One command.
     *
     * @param command Program and arguments as a list of words, as in [/usr/local/sbin/dump-databases, --all]; no shell reads
     *     them.
     * @param timeout How long it may take before it is ended. Default: 5m.
     */
    public record Hook(
            @Nullable List<String> command, @Nullable String timeout) {}
}
