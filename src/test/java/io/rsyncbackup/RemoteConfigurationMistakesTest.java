package io.rsyncbackup;

import static io.rsyncbackup.ConfigurationFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to another host and every disk: what is read, and what is refused with one line. */
class RemoteConfigurationMistakesTest {
    private static final String FAILS = "; until then every run of plan laptop fails";

    @TempDir
    Path temporary;

    private Path secret;

    @BeforeEach
    void makeFiles() throws Exception {
        secret = Files.writeString(temporary.resolve("secret"), "x\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{source: 'a:/x', destination: 'b:/y/latest'} => source: \"a:/x\" is on another host, and so is the destination b:/y/latest, between which rsync cannot copy; run a server on one of them and write its end as a local directory",
                "{source: 'rsync://a/x', destination: 'b::y/latest'} => source: \"rsync://a/x\" is on another host, and so is the destination rsync://b/y/latest, between which rsync cannot copy; run a server on one of them and write its end as a local directory",
                "{source: none, destination: 'b:/y/latest'} => source: \"none\" needs a local destination, since this server sees no push to b:/y/latest; write what to back up, or run a server on that host",
                "{source: /x, destination: 'b:/latest'} => destination: \"b:/latest\" lies directly below /; snapshots are made beside it, so give it a directory of its own, as in b:/mnt/backups/laptop/latest",
                "{source: /x, destination: 'b:/y/2026-11-22'} => destination: \"b:/y/2026-11-22\" ends in a name that is a snapshot's; call its last element latest",
                "{source: /x, destination: 'b::y'} => destination: \"b::y\" is the whole module, and snapshots are made beside the destination; write a directory in it, as in rsync://b/y/latest",
                "{source: /x, destination: 'rsync://me@b:8730/y/'} => destination: \"rsync://me@b:8730/y/\" is the whole module, and snapshots are made beside the destination; write a directory in it, as in rsync://me@b:8730/y/latest",
                "{source: /x, destination: 'b::y/2026-11-22'} => destination: \"b::y/2026-11-22\" ends in a name that is a snapshot's; call its last element latest",
                "{source: /x, destination: 'b::y/w[x]/latest'} => destination: \"b::y/w[x]/latest\" contains one of * ? [, which an rsync daemon takes for a pattern; give the directory another name",
                "{source: /x, destination: 'b:/y/w[x]/latest'} => destination: \"b:/y/w[x]/latest\" contains one of * ? [, which rsync on the other host takes for a pattern; give the directory another name",
                "{source: 'b:/y/a*', destination: /x/y/latest} => source: \"b:/y/a*\" contains one of * ? [, which rsync on the other host takes for a pattern; give the directory another name",
                "{source: 'b::y/a*', destination: /x/y/latest} => source: \"b::y/a*\" contains one of * ? [, which an rsync daemon takes for a pattern; give the directory another name",
                "{source: /x, destination: 'b::y/.rsync-backup/latest'} => destination: \"b::y/.rsync-backup/latest\" lies in the server's own directory .rsync-backup; write another one",
                "{source: /x, destination: 'b::y/latest', snapshot-method: btrfs} => snapshot-method: \"btrfs\" needs commands on the destination's host, and an rsync daemon runs none; write hard-link or auto",
                "{source: /x, destination: 'b:/y/latest', tunnel: gateway} => tunnel: \"gateway\" only has an effect on the way to an rsync daemon; write source or destination as in rsync://host/module/dir, or remove it",
                "{source: /x, destination: 'b:/y/latest', password-file: SECRET} => password-file: \"SECRET\" only has an effect on the way to an rsync daemon; write source or destination as in rsync://host/module/dir, or remove it",
                "{source: /x, destination: 'b::y/latest', password-file: SECRET} => password-file: \"SECRET\" is whose? write the user's name into rsync://b/y/latest, as in rsync://user@b/y/latest",
                "{source: /x, destination: 'me@b::y/latest', password-file: secret} => password-file: \"secret\" cannot be used: the path secret is relative: it must begin with /",
                "{source: /x, destination: 'me@b::y/latest', password-file: 'c:/secret'} => password-file: \"c:/secret\" is on another host; write a path of this one, beginning with /",
                "{source: /x, destination: 'b::y/latest', ssh: {port: 22}} => ssh: only has an effect with SSH; write source or destination as in host:/dir, add tunnel, or remove it",
                "{source: /x, destination: /y/z/latest, ssh: {identity-file: SECRET}} => ssh: only has an effect with SSH; write source or destination as in host:/dir, add tunnel, or remove it",
                "{source: /x, destination: 'b::y/latest', tunnel: gateway, ssh: {port: 2222}} => ssh.port: \"2222\" belongs into tunnel; write it there, as in gateway:2222",
                "{source: /x, destination: 'b:/y/latest', ssh: {port: none}} => ssh.port: \"none\" is not a number from 1 to 65535; write one",
                "{source: /x, destination: 'b:/y/latest', ssh: {identity-file: '~/.ssh/id'}} => ssh.identity-file: \"~/.ssh/id\" cannot be used: the path ~/.ssh/id begins with ~ : write the whole path of that home",
                "{source: /x, destination: 'b:/y/latest', ssh: {identity-file: '/a b'}} => ssh.identity-file: \"/a b\" holds a character that ssh takes for more than a name (white space or one of \" ' \\ % $ * ? ,); give the file a plainer one",
                "{source: /x, destination: 'b:/y/latest', ssh: {known-hosts-file: '/a%h'}} => ssh.known-hosts-file: \"/a%h\" holds a character that ssh takes for more than a name (white space or one of \" ' \\ % $ * ? ,); give the file a plainer one",
                "{source: /x, destination: 'b:/y/latest', ssh: {key: /a}} => ssh.key: is an unknown key; known here are identity-file, known-hosts-file, port",
                "{source: /x, destination: 'b:/y/latest', ssh: /a} => ssh: \"/a\" needs keys below it, as in identity-file, or remove it",
                "{source: /x, destination: 'b::y/latest', tunnel: -oProxyCommand=x} => tunnel: \"-oProxyCommand=x\" cannot be used: the host -oProxyCommand=x begins with a hyphen: a program would take it for an option",
                "{source: /x, destination: 'b::y/latest', tunnel: 'g:port'} => tunnel: \"g:port\" cannot be used: the port of a tunnel is a number between 1 and 65535: backup@gateway:22 (an IPv6 address stands in brackets)",
                "{source: /x, destination: 'b::y/latest', tunnel: 'me:word@g'} => tunnel: \"me:…@g\" cannot be used: a tunnel holds no password: log in with a key, see ssh.identity-file",
                "{source: /x, destination: 'b::y/latest', tunnel: 'ssh://g'} => tunnel: \"ssh://g\" cannot be used: a tunnel is a login without a path: write it as in backup@gateway:22",
                "{source: /x, destination: 'b::y/latest', tunnel: ''} => tunnel: has no value; write one or remove the key",
                "{source: /x, destination: 'b:/y/latest', crypto: disk} => crypto: \"disk\" is about a disk of this host, but the destination is on another; remove it",
                "{source: /x, destination: 'b::y/latest', mount: /y} => mount: \"/y\" is about a disk of this host, but the destination is on another; remove it",
                "{source: /x, destination: /mnt/backups/l/latest, crypto: a/b} => crypto: \"a/b\" is not a name in crypttab; write the first word of the disk's line in /etc/crypttab, as in backups",
                "{source: /x, destination: /mnt/backups/l/latest, crypto: -x} => crypto: \"-x\" is not a name in crypttab; write the first word of the disk's line in /etc/crypttab, as in backups",
                "{source: /x, destination: /mnt/backups/l/latest, crypto: control} => crypto: \"control\" is not a name in crypttab; write the first word of the disk's line in /etc/crypttab, as in backups",
                "{source: /x, destination: /mnt/backups/l/latest, mount: mnt} => mount: \"mnt\" cannot be used: the path mnt is relative: it must begin with /",
                "{source: /x, destination: /mnt/backups/l/latest, mount: /} => mount: \"/\" is the root file system, which is always mounted; write the mount point of the backup disk, as in /mnt/backups",
                "{source: /x, destination: /mnt/backups-old/l/latest, mount: /mnt/backups} => mount: \"/mnt/backups\" is not above the destination /mnt/backups-old/l/latest; write the mount point that it lies below, or a destination as in /mnt/backups/laptop/latest",
                "{source: /x, destination: /mnt/backups/latest, mount: /mnt/backups/latest} => mount: \"/mnt/backups/latest\" is the destination itself, and snapshots are made beside that; write a destination below it, as in /mnt/backups/latest/laptop/latest",
                "{source: /x, destination: /mnt/backups/l/latest, trash-time: 1m} => trash-time: \"1m\" only has an effect with mount; add that key or remove this one",
                "{source: /x, destination: /mnt/backups/l/latest, mount: /mnt, trash-time: 60} => trash-time: \"60\" is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d",
                "{source: /x, destination: /mnt/backups/l/latest, mount: /mnt, trash-time: 2d} => trash-time: \"2d\" is longer than a day; write a shorter duration, as in 60s",
            })
    void waysAndDisks(String plan, String line) throws Exception {
        assertThat(problems(yaml(plan.replace("SECRET", secret.toString()))))
                .containsExactly("backup.plans.laptop." + line.replace("SECRET", secret.toString()));
    }

    /** Such a file comes and goes with a disk or a deployment: other plans must be backed up all the same. */
    @Test
    void filesThatRsyncAndSshWouldRefuseConcernTheRunsOfTheirPlanAlone() throws Exception {
        String plan = "{source: /x, destination: 'me@b::y/latest', password-file: %s}";
        Path absent = temporary.resolve("absent");
        assertThat(missing(plan.formatted(absent)))
                .containsExactly("backup.plans.laptop.password-file: \"" + absent
                        + "\" does not exist; write the password of the rsync daemon's user into it, and chmod 600 it"
                        + FAILS);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(missing(plan.formatted(secret)))
                .containsExactly("backup.plans.laptop.password-file: \"" + secret
                        + "\" can be read or written by others, which rsync refuses; chmod 600 " + secret + FAILS);
        assertThat(missing("{source: /x, destination: 'b:/y/latest', ssh: {identity-file: %s, known-hosts-file: %s}}"
                        .formatted(secret, absent)))
                .containsExactly(
                        "backup.plans.laptop.ssh.identity-file: \"" + secret
                                + "\" can be read by others, which ssh refuses; chmod 600 " + secret + FAILS,
                        "backup.plans.laptop.ssh.known-hosts-file: \"" + absent
                                + "\" does not exist; write the host's key into it (ssh-keyscan shows it; compare its fingerprint)"
                                + FAILS);
        assertThat(missing("{source: /x, destination: 'b:/y/latest', ssh: {identity-file: " + temporary + "}}"))
                .containsExactly("backup.plans.laptop.ssh.identity-file: \"" + temporary
                        + "\" is a directory; write the private key into it, and chmod 600 it" + FAILS);
    }

    private static List<String> missing(String plan) throws Exception {
        assertThat(problems(yaml(plan))).isEmpty();
        return StartMessage.missingFiles(ConfigurationFixture.read(yaml(plan)));
    }

    @Test
    void everyWayIsRead() throws Exception {
        assertThat(spec("{source: 'me@h:/x', destination: /y/z/latest, ssh: {identity-file: SECRET, port: 2222}}")
                        .connection())
                .isEqualTo(new PlanConnection(new SshSettings(secret, 2222, null), null, null));
        PlanSpec tunnelled = spec(
                "{source: /x, destination: 'rsync://me@localhost:8730/y/latest', tunnel: 'backup@[fe80::1]:2222', ssh: {identity-file: SECRET}, password-file: SECRET}");
        assertThat(tunnelled.destination()).isEqualTo(new Location.Daemon("me", "localhost", 8730, "y", "/latest"));
        assertThat(tunnelled.connection())
                .isEqualTo(new PlanConnection(
                        new SshSettings(secret, null, null), secret, new Location.Tunnel("backup", "fe80::1", 2222)));
        assertThat(spec("{source: /x, destination: /mnt/b/latest, mount: /mnt/b/, crypto: disk_1, trash-time: 5m}")
                        .device())
                .isEqualTo(new PlanDevice("disk_1", Path.of("/mnt/b"), Duration.ofMinutes(5)));
        assertThat(spec("{source: /x, destination: /mnt/b/latest, crypto: disk}")
                        .device())
                .isEqualTo(new PlanDevice("disk", null, Duration.ofMinutes(1)));
    }

    @Test
    void plansInEachOthersWayOnAnotherHostAreRefused() throws Exception {
        assertThat(problems("""
                backup:
                  plans:
                    a: { source: /home, destination: "host:/mnt/x/latest" }
                    b: { source: /etc, destination: "me@HOST:/mnt/x/other" }
                    c: { source: /etc, destination: "other:/mnt/x/latest" }
                    d: { source: /etc, destination: "host::mnt/x/latest" }
                    e: { source: /etc, destination: "rsync://host:873/mnt/x/y/latest" }
                    f: { source: /etc, destination: "rsync://host:8730/mnt/x/latest" }
                    g: { source: /etc, destination: "host::mnt/x/latest", tunnel: gateway }
                    h: { source: /etc, destination: "host:/mnt/x/latest", ssh: { port: 2222 } }
                    i: { source: /etc, destination: "/mnt/x/latest" }
                """))
                .containsExactlyInAnyOrder(
                        "backup.plans.b.destination: \"me@HOST:/mnt/x/other\" keeps its snapshots in the same directory as that of plan a; give each plan a directory of its own, as in me@HOST:/mnt/backups/b/latest",
                        "backup.plans.e.destination: \"rsync://host:873/mnt/x/y/latest\" lies inside /mnt/x, where plan d keeps its snapshots; give each plan a directory of its own, as in rsync://host:873/mnt/e/latest");
    }

    private PlanSpec spec(String plan) throws Exception {
        return ConfigurationFixture.read(yaml(plan.replace("SECRET", secret.toString())))
                .plans()
                .get("laptop");
    }

    private static String yaml(String plan) {
        return "backup:\n  plans:\n    laptop:\n      " + plan;
    }
}
