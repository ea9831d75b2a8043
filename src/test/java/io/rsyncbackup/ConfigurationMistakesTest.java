package io.rsyncbackup;

import static io.rsyncbackup.ConfigurationFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ConfigurationMistakesTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "max-concurrent-runs: zero => backup.max-concurrent-runs: \"zero\" is not a number from 1 to 1000; write one",
                "max-concurrent-runs: 0 => backup.max-concurrent-runs: \"0\" is not a number from 1 to 1000; write one",
                "max-concurrent-runs: => backup.max-concurrent-runs: has no value; write one or remove the key",
                "zone: Europe/Amsterdm => backup.zone: \"Europe/Amsterdm\" is not a time zone; did you mean Europe/Amsterdam?",
                "zone: Mars => backup.zone: \"Mars\" is not a time zone; write one as in Europe/Amsterdam or UTC",
                "public-url: ftp://x => backup.public-url: \"ftp://x\" is not a URL of this server; write it as in https://backup.example.org",
                "run-log: { max-size: 5 } => backup.run-log.max-size: \"5\" is not a size; write a number with a unit, as in 20MB or 512KiB",
                "run-log: { max-size: 1KiB } => backup.run-log.max-size: \"1KiB\" is too small to hold a log; write at least 64KiB",
                "shutdown: { wait: soon } => backup.shutdown.wait: \"soon\" is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d",
                "shutdown: { wait: 2d } => backup.shutdown.wait: \"2d\" is longer than a day; write a shorter duration, as in 30s",
                "shutdown: 30s => backup.shutdown: \"30s\" needs keys below it, as in wait, or remove it",
                "dta-directory: x => backup.dta-directory: is an unknown key; did you mean data-directory?",
                "history: { keep: 2h } => backup.history.keep: \"2h\" is shorter than a day; write a longer duration, as in 90d",
                "history: { keep-runs: 0 } => backup.history.keep-runs: \"0\" is not a number from 1 to 1000000; write one",
                "history: 90d => backup.history: \"90d\" needs keys below it, as in keep, or remove it",
                "channels: { ops: x } => backup.channels.ops: \"x\" needs keys below it, as in all-plans, or remove it",
                "channels: { ops: { type: fax } } => backup.channels.ops.type: \"fax\" is unknown; write webhook, mail or ping",
                "channels: { ops: { type: webhook } } => backup.channels.ops.url: is required; write what to call, as in https://hooks.example.org/backup",
                "channels: { ops: { type: ping, url: 'ftp://secret' } } => backup.channels.ops.url: is not a URL that can be called; write it as in https://hooks.example.org/backup, without a user name",
                "channels: { ops: { type: ping, url: 'http://me:secret@h/' } } => backup.channels.ops.url: is not a URL that can be called; write it as in https://hooks.example.org/backup, without a user name",
                "channels: { ops: { type: ping, url: 'http://h/', events: [overdue] } } => backup.channels.ops.events[0]: \"overdue\" is nothing that a ping can tell; write failed or partial",
                "channels: { ops: { type: webhook, url: 'http://h/', events: [broken] } } => backup.channels.ops.events[0]: \"broken\" is unknown; write some of failed, partial, recovered, overdue, skipped-too-often",
                "channels: { ops: { type: webhook, url: 'http://h/', secret-file: nowhere } } => backup.channels.ops.secret-file: \"nowhere\" is not an absolute path; write it so, as in /etc/rsync-backup/webhook.secret",
                "channels: { ops: { type: webhook, url: 'http://h/', to: [a@b] } } => backup.channels.ops.to: belongs to a channel of type mail; remove it",
                "channels: { ops: { type: webhook, url: 'http://h/', timeout: 1h } } => backup.channels.ops.timeout: \"1h\" is not between 1s and 5m; write a time to wait for, as in 10s",
                "channels: { ops: { type: webhook, url: 'http://h/', give-up-after: 30d } } => backup.channels.ops.give-up-after: \"30d\" is more than 7d; write how long to try, as in 24h",
                "channels: { Ops: { type: ping, url: 'http://h/' } } => backup.channels.Ops: is no name for a channel; use at most 63 lower-case letters, digits and hyphens, no hyphen first",
                "channels: { ops: { type: mail, from: a@b, to: [c@d] } } => backup.channels.ops.type: \"mail\" needs a mail server; set spring.mail.host (and, if it wants that, spring.mail.port, username, password)",
                "channels: { ops: { type: mail, from: 'Me <a@b>', to: [c@d] } } => backup.channels.ops.from: \"Me <a@b>\" is not the address of a mailbox; write it as in ops@example.org",
                "min-free-space: 100 => backup.min-free-space: \"100\" is not a size; write a number with a unit, as in 20MB or 512KiB",
                "skipped-too-often: 0 => backup.skipped-too-often: \"0\" is not a number from 1 to 1000; write one",
                "security: { admin-token-file: /nowhere/token } => backup.security.admin-token-file: \"/nowhere/token\" is not a file that this server can read; write the token into it, or remove the key and a token is generated",
                "allowed-sources: [srv] => backup.allowed-sources[0]: \"srv\" is no absolute path of a directory; write it as in /srv",
                "connections: { web1: { tunnel: gateway } } => backup.connections.web1.tunnel: \"gateway\" only has an effect on the way to an rsync daemon; write source or destination as in rsync://host/module/dir, or remove it",
                "security: { users: [ { name: alice, password: hunter2hunter2, role: admin } ] } => backup.security.users[0]: is no hash of a password; make one with: bin/backup-server --hash-password, and write it in quotes, with the braces",
                "security: { users: [ { name: alice, password: x, role: boss } ] } => backup.security.users[0].role: \"boss\" is not a role; write one of viewer, operator, admin, metrics",
                "security: { openid: { issuer: 'http://login.example.org', audience: backup } } => backup.security.openid.issuer: \"http://login.example.org\" is not the address of an issuer; write it as in https://login.example.org/realms/main (http only on this host)",
                "security: { openid: { issuer: 'https://login.example.org' } } => backup.security.openid.audience: is required; write the name of this server at the issuer; without it a token for any other service would do here",
                "security: { trusted-proxies: [10.0.0.0/99] } => backup.security.trusted-proxies[0]: \"10.0.0.0/99\" is neither an address nor a range of them; write it as in 10.0.0.7 or 10.0.0.0/8",
                "security: { trusted-proxies: [proxy.example.org] } => backup.security.trusted-proxies[0]: \"proxy.example.org\" is neither an address nor a range of them; write it as in 10.0.0.7 or 10.0.0.0/8",
                "security: { tokens: { name: x } } => backup.security.tokens: takes a list; begin each element with a hyphen",
                "security: { tokens: [ { name: x, hash: abc, permissions: [read] } ] } => backup.security.tokens[0].hash: is not a SHA-256 in 64 hexadecimal digits; make it with: echo -n \"$TOKEN\" | sha256sum",
                "plans: none => backup.plans: \"none\" stands where names with keys below them belong",
                "plans: { laptop: x } => backup.plans.laptop: \"x\" needs keys below it, as in source, or remove it",
            })
    void theServersOwnKeys(String yaml, String line) throws Exception {
        assertThat(problems("backup:\n  " + yaml)).containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "bandwidth-limit: 20 potatoes => bandwidth-limit: \"20 potatoes\" is not a size; write a number with a unit, as in 20MB or 512KiB",
                "bandwidth-limit: 20 => bandwidth-limit: \"20\" is not a size; write a number with a unit, as in 20MB or 512KiB",
                "bandwidth-limit: 1023B => bandwidth-limit: \"1023B\" is no usable limit; write bytes per second from 1KiB to 1TiB, as in 20MB",
                "max-delete: 120% => max-delete: \"120%\" is not a share; write a percentage from 0% to 100%, as in 20%",
                "max-delete: 0.2 => max-delete: \"0.2\" is not a share; write a percentage from 0% to 100%, as in 20%",
                "io-timeout: 10 => io-timeout: \"10\" is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d",
                "io-timeout: 1500ms => io-timeout: \"1500ms\" is not a whole number of seconds; write it so, as in 10m",
                "max-duration: 0s => max-duration: \"0s\" is shorter than a second; write a longer duration, as in 2h, or remove the key",
                "max-duration: 99999999999999999999d => max-duration: \"99999999999999999999d\" is longer than 100 years; write a shorter duration, as in 90d",
                "expected-interval: daily => expected-interval: \"daily\" is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d",
                "multi-fs: perhaps => multi-fs: \"perhaps\" is neither true nor false; write one of them",
                "sudo: 1 => sudo: \"1\" is neither true nor false; write one of them",
                "ionice: turbo => ionice: \"turbo\" is unknown; write one of idle, best-effort, realtime",
                "snapshot-method: zfs => snapshot-method: \"zfs\" is unknown; write one of auto, hard-link, btrfs",
                "keep: all => keep: \"all\" is unknown; write one of oldest, newest",
                "window: open => window: \"open\" is unknown; write one of count, time",
                "zone: Nowhere => zone: \"Nowhere\" is not a time zone; write one as in Europe/Amsterdam or UTC",
                "rotation: { dayly: 7 } => rotation.dayly: is not a frequency; did you mean daily?",
                "rotation: { fortnight: 7 } => rotation.fortnight: is not a frequency; write one of minutely, hourly, daily, weekly, monthly, yearly",
                "rotation: { daily: ever } => rotation.daily: \"ever\" is not a retention; write a number from 0, or always",
                "rotation: { daily: -1 } => rotation.daily: \"-1\" is not a retention; write a number from 0, or always",
                "rotation: { daily: 0 } => rotation: would keep nothing; write at least one frequency with a retention above 0, as in daily: 7",
                "rotation: daily => rotation: \"daily\" stands where names with keys below them belong",
                "exclude: '*,v' => exclude: \"*,v\" would be split at its commas; write a list, as in [\"a\", \"b\"]",
                "exclude: { a: b } => exclude: takes a list of values; write it as in [a, b]",
                "exclude: [a, ''] => exclude[1]: is empty; write a pattern as in \"*.iso\" or remove it",
                "exclude: [\"a\\nb\"] => exclude[0]: \"a b\" contains a line break or a NUL character; write ? in its place",
                "excluded-roots: [proc] => excluded-roots[0]: \"proc\" is not absolute; begin it with /, or use exclude",
                "retry: { attempts: 0 } => retry.attempts: \"0\" is not a number from 1 to 100; write one",
                "retry: { pause: x } => retry.pause: \"x\" is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d",
                "rerun-interrupted: maybe => rerun-interrupted: \"maybe\" is neither true nor false; write one of them",
                "destination-id: ../x => destination-id: \"../x\" is not the identity of a destination; copy \"id\" from .rsync-backup/destination.json there",
                "sorce: /x => sorce: is an unknown key; did you mean source?",
                "source.x: y => source: takes one value; write it right after the colon",
                "schedule: hourly => schedule: \"hourly\" is no schedule; write five fields (minute, hour, day of the month, month, day of the week), as in \"30 2 * * *\", or a macro, as in @daily",
                "schedule: '@hurly' => schedule: \"@hurly\" is an unknown macro; write @hourly, @daily, @weekly, @monthly, @yearly or five fields",
                "schedule: '0 0 2 * * *' => schedule: \"0 0 2 * * *\" is no schedule; write five fields (minute, hour, day of the month, month, day of the week), as in \"30 2 * * *\", or a macro, as in @daily",
                "schedule: '60 2 * * *' => schedule: \"60 2 * * *\" has \"60\" as its minute; write 0 to 59, as in *, */2, 3, 3-5 or 3,5",
                "schedule: '0 2 30 feb *' => schedule: \"0 2 30 feb *\" never comes, as no year has such a day; write a day that its month has",
                "schedule: { cron: '0 2 * * fry', jitter: 1m } => schedule.cron: \"0 2 * * fry\" has \"fry\" as its day of the week; write 0 to 7 or sun to sat, as in *, */2, 3, 3-5 or 3,5",
                "schedule: { jitter: 5m } => schedule.cron: is missing; write when runs begin, as in \"30 2 * * *\" or @daily",
                "schedule: { cron: '@daily', jitter: 2d } => schedule.jitter: \"2d\" is no whole number of seconds up to a day; write the time that runs are spread over, as in 5m",
                "schedule: { cron: '@daily', catch-up: once } => schedule.catch-up: \"once\" is neither true nor false; write one of them",
                "schedule: { cron: '@daily', jiter: 5m } => schedule.jiter: is an unknown key; did you mean jitter?",
                "node-label: a b => node-label: \"a b\" is no label of a server; use at most 63 letters, digits, dots, hyphens and underscores",
                "channels: [ops] => channels[0]: \"ops\" is not among backup.channels; declare it there",
                "channels: [Ops] => channels[0]: \"Ops\" is no name of a channel; write one of those below backup.channels",
                "hooks: { before: { timeout: 5m } } => hooks.before.command: is required; write the command as a list of words, as in [/usr/local/sbin/dump, --all]",
                "hooks: { before: { command: [/nowhere/dump --all] } } => hooks.before.command[0]: \"/nowhere/dump --all\" is not a program that this server can run; write the command as a list of words, as in [/usr/local/sbin/dump, --all]",
                "hooks: { finally: { command: [sub/dump] } } => hooks.finally.command[0]: \"sub/dump\" is not an absolute path; write it so, or the program's name",
                "hooks: { after-success: { command: [echo], timeout: 0s } } => hooks.after-success.timeout: \"0s\" is shorter than a second; write a longer duration, as in 5m",
            })
    void thePlansKeys(String yaml, String line) throws Exception {
        assertThat(problems("""
                backup:
                  plans:
                    laptop:
                      source: /home
                      destination: /mnt/backups/laptop/latest
                      %s
                """.formatted(yaml))).containsExactly("backup.plans.laptop." + line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "destination: /b/x/latest => source: is required; write the directory to back up, or none for a plan whose latest others fill",
                "source: /home => destination: is required; write the directory to back up to, as in /mnt/backups/laptop/latest",
                "{source: home, destination: /b/x/latest} => source: \"home\" cannot be used: the path home is relative: it must begin with /",
                "{source: 'me:secret@host:/dir', destination: /b/x/latest} => source: \"me:…@host:/dir\" cannot be used: the path on the host me is relative: it must begin with / (a local name with a colon is written whole, beginning with /)",
                "{source: /home, destination: none} => destination: \"none\" cannot be used: the path none is relative: it must begin with /",
                "{source: /home, destination: /b} => destination: \"/b\" lies directly below /; snapshots are made beside it, so give it a directory of its own, as in /mnt/backups/laptop/latest",
                "{source: /home, destination: /b/2026-11-22} => destination: \"/b/2026-11-22\" ends in a name that is a snapshot's; call its last element latest",
                "{source: /home, destination: /b/x/.rsync-backup} => destination: \"/b/x/.rsync-backup\" lies in the server's own directory .rsync-backup; write another one",
                "{source: /b/x, destination: /b/x/latest} => source: \"/b/x\" is or lies in /b/x, where the snapshots are kept; write another source or destination",
                "{source: /b/x/2026, destination: /b/x/latest} => source: \"/b/x/2026\" is or lies in /b/x, where the snapshots are kept; write another source or destination",
                "{source: none, destination: /b/x/latest, exclude: [a]} => exclude: has no effect in a plan with source: none; remove it",
            })
    void sourcesAndDestinations(String plan, String line) throws Exception {
        assertThat(problems("backup:\n  plans:\n    laptop:\n      " + plan))
                .containsExactly("backup.plans.laptop." + line);
    }

    @Test
    void plansInEachOthersWayAreRefused() throws Exception {
        assertThat(problems("""
                backup:
                  data-directory: /srv/b/data
                  plans:
                    a: { source: /home, destination: /mnt/x/latest }
                    b: { source: /etc, destination: /mnt/x/other }
                    c: { source: /etc, destination: /mnt/x/deep/latest }
                    d: { source: /etc, destination: /srv/b/latest }
                    e: { source: /etc, destination: /mnt/y/deep/latest }
                    f: { source: /etc, destination: /mnt/y/latest }
                    near: { source: /etc, destination: /mnt/xx/latest }
                """))
                .containsExactlyInAnyOrder(
                        "backup.plans.b.destination: \"/mnt/x/other\" keeps its snapshots in the same directory as that of plan a; give each plan a directory of its own, as in /mnt/backups/b/latest",
                        "backup.plans.c.destination: \"/mnt/x/deep/latest\" lies inside /mnt/x, where plan a keeps its snapshots; give each plan a directory of its own, as in /mnt/backups/c/latest",
                        "backup.plans.c.destination: \"/mnt/x/deep/latest\" lies inside /mnt/x, where plan b keeps its snapshots; give each plan a directory of its own, as in /mnt/backups/c/latest",
                        "backup.plans.d.destination: \"/srv/b/latest\" keeps its snapshots around the data directory /srv/b/data; write another destination, or another backup.data-directory",
                        "backup.plans.f.destination: \"/mnt/y/latest\" would keep its snapshots around the destination of plan e; give each plan a directory of its own, as in /mnt/backups/f/latest");
    }

    @ParameterizedTest
    @CsvSource({"My_Plan", "-a", "ä", "a_b", "UPPER"})
    void namesOfPlansAreRestricted(String name) throws Exception {
        assertThat(problems("backup:\n  plans:\n    \"" + name + "\": { source: /etc, destination: /b/x/latest }"))
                .contains(
                        "backup.plans." + name
                                + ": is no name for a plan; use at most 63 lower-case letters, digits and hyphens, no hyphen first");
    }

    @Test
    void tokensAreReadWhole() throws Exception {
        assertThat(problems("""
                backup:
                  security:
                    tokens:
                      - { hash: %s, permissions: [read] }
                      - { name: x, hash: %<s, permissions: [rea] }
                      - { name: x, hash: %<s, permissions: [read] }
                      - { name: y, permissions: read }
                """.formatted("ab".repeat(32))))
                .containsExactly(
                        "backup.security.tokens[0].name: is required; write whom the token was given to",
                        "backup.security.tokens[1].permissions[0]: \"rea\" is not a permission; did you mean read?",
                        "backup.security.tokens[2].name: \"x\" is the name of two tokens; give each its own",
                        "backup.security.tokens[3].hash: is required; make it with: echo -n \"$TOKEN\" | sha256sum");
    }

    @Test
    void environmentVariablesAreCheckedToo() throws Exception {
        ConfigurableEnvironment environment = ConfigurationFixture.environment("server.port: 1");
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "BACKUP_PLANS_LAPTOP_SOURCE",
                                "/home",
                                "BACKUP_PLANS_LAPTOP_DESTINATION",
                                "/mnt/x/latest",
                                "BACKUP_PLANS_LAPTOP_MAXDELETE",
                                "20%",
                                "BACKUP_PLANS_LAPTOP_IO_TIMEOUT",
                                "0s",
                                "BACKUP_PLANS_LAPTOP_SORCE",
                                "/x",
                                "BACKUP_PLANS_LAPTOP_SSH_PORT",
                                "0",
                                "BACKUP_PLANS_LAPTOP_SCHEDULE_JITER",
                                "5m",
                                // somebody else's
                                "BACKUP_PORT",
                                "tcp://10.0.0.1",
                                "BACKUP_PLANS_SERVICE_HOST",
                                "10.0.0.1",
                                "BACKUP_DIR",
                                "/x")));
        assertThat(problems(environment))
                .containsExactlyInAnyOrder(
                        "BACKUP_PLANS_LAPTOP_SORCE: is an unknown key; did you mean BACKUP_PLANS_LAPTOP_SOURCE?",
                        "BACKUP_PLANS_LAPTOP_SCHEDULE_JITER: is an unknown key; correct or unset it",
                        "backup.plans.laptop.ssh.port: \"0\" is not a number from 1 to 65535; write one",
                        "backup.plans.laptop.ssh: only has an effect with SSH; write source or destination as in host:/dir, add tunnel, or remove it",
                        "backup.plans.laptop.io-timeout: \"0s\" is shorter than a second; write a longer duration, as in 2h, or remove the key");
    }

    @Test
    void everyMistakeIsNamedAtOnce() throws Exception {
        assertThat(problems("""
                backup:
                  zone: x
                  plans:
                    a: { source: rel, destination: /b, keep: x, exclude: [''] }
                    b: { colour: green }
                """)).hasSize(6);
    }
}
