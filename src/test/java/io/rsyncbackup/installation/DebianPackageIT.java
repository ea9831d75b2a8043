package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of the package on one host, from its installation to its purge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebianPackageIT {
    private static final String UNIT = "/usr/lib/systemd/system/rsync-backup-server.service";
    private static final String STATE = "/var/lib/rsync-backup-server";
    private static final String CACHE = "/var/cache/rsync-backup-server";
    /** Shows how Java is started. */
    private static final String CHECK =
            "sh -x /usr/bin/rsync-backup-server --check-config 2>&1 | grep -E '^[+] exec|plans:'";

    private InstalledHost host;

    @BeforeAll
    void prepare(@TempDir Path directory) throws Exception {
        Needs.root();
        Needs.programs("dpkg-deb", "systemd-analyze", "systemd-sysusers", "unshare", "nsenter", "ip", "curl");
        host = new InstalledHost(Files.createDirectory(directory.resolve("host")));
        host.copy(packaged(), "/root/server.deb");
        // Java is there, but not as a package of this Debian
        host.run("""
                mkdir -p /root/java/DEBIAN
                printf '%s\\n' 'Package: java-of-this-test' 'Version: 1' 'Architecture: all' 'Maintainer: nobody' \
                    'Provides: java21-runtime-headless' 'Description: nothing' >/root/java/DEBIAN/control
                dpkg-deb -b /root/java /root/java.deb
                dpkg -i /root/java.deb
                dpkg --purge rsync-backup-server
                echo "JAVA_HOME='$1'" >/root/java-home
                """, System.getProperty("java.home"));
    }

    @AfterAll
    void end() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    @Order(1)
    void refusesToBeInstalledWithoutJava() {
        host.run("dpkg --purge java-of-this-test");
        try {
            assertThat(host.run("dpkg -i /root/server.deb || true"))
                    .contains("rsync-backup-server depends on openjdk-25-jre-headless | openjdk-21-jre-headless");
        } finally {
            host.run("dpkg --purge rsync-backup-server; dpkg -i /root/java.deb");
        }
    }

    @Test
    @Order(2)
    void installsAServiceThatIsEnabled() {
        assertThat(host.run("dpkg -i /root/server.deb")).doesNotContainIgnoringCase("error", "warning");
        assertThat(host.run("readlink /etc/systemd/system/multi-user.target.wants/rsync-backup-server.service"))
                .endsWith("/systemd/system/rsync-backup-server.service");
        assertThat(host.run("cat /usr/share/doc/rsync-backup-server/THIRD-PARTY.txt"))
                .contains("Apache License, Version 2.0) spring-boot (org.springframework.boot:spring-boot:")
                .doesNotContain("Unknown license");
        assertThat(host.run("cd /usr/share/rsync-backup-server; cat monitoring/rules.yml monitoring/dashboard.json"))
                .contains("BackupOverdue", "\"panels\"");
        assertThat(host.run("getent passwd rsync-backup")).endsWith(":/var/lib/rsync-backup-server:/usr/sbin/nologin");
        assertThat(host.run("cd /; stat -c '%n %a %U:%G' etc/rsync-backup-server"
                        + " etc/rsync-backup-server/application.yaml run/rsync-backup-server"))
                .isEqualTo("etc/rsync-backup-server 750 root:rsync-backup\n"
                        + "etc/rsync-backup-server/application.yaml 640 root:rsync-backup\n"
                        + "run/rsync-backup-server 700 root:root");
        assertThat(host.run("rsync-backup-server --check-config")).contains("The configuration is valid; plans: none");
    }

    /** Exposure as systemd sees it, 0 to 100: what makes it more shows here. */
    @ParameterizedTest
    @Order(3)
    @CsvSource({"none, 54", "with-devices, 53", "without-devices, 37", "unprivileged, 85"})
    void isAUnitWithoutMistakesThatIsHardened(String dropIn, int exposureAtMost) {
        host.run("""
                directory=/etc/systemd/system/rsync-backup-server.service.d
                rm -rf "$directory"
                mkdir -p "$directory"
                [ "$1" = none ] || ln -s "/usr/share/rsync-backup-server/systemd/$1.conf" "$directory"
                """, dropIn);
        assertThat(host.run("systemd-analyze verify rsync-backup-server.service"))
                .isEmpty();
        host.run(
                "systemd-analyze security --offline=true --threshold=$1 --no-pager rsync-backup-server.service | tail -n 1",
                exposureAtMost);
        host.run("rm -rf /etc/systemd/system/rsync-backup-server.service.d");
    }

    @Test
    @Order(4)
    void backsUpWithTheConfigurationInEtc() {
        host.run("""
                cat /root/java-home >>/etc/default/rsync-backup-server
                cat >>/etc/rsync-backup-server/application.yaml <<'END'
                backup:
                  plans:
                    etc: { source: /etc/default, destination: /run/backups/etc/latest }
                END
                mkdir -p /run/backups
                mount -t tmpfs tmpfs /run/backups
                """);
        assertThat(host.run("rsync-backup-server --check-config")).contains("plans: etc");
        host.run(host.run("sed -n 's/^ExecStartPre=-+//p' " + UNIT));
        assertThat(host.run("stat -c '%U %a' $1 $1/*", CACHE)).matches("(root 755\n?)+");
        // who can read a file can lock it
        assertThat(host.run("stat -c '%U %a' $1/.lock", CACHE)).isEqualTo("root 600");
        start();
        assertThat(host.run("tr '\\0' ' ' <\"/proc/$(pgrep -f '[r]sync-backup-server.*/server.jar')/cmdline\""))
                .contains(CACHE);
        assertThat(host.run("""
                curl -sS -H "Authorization: Bearer $(cat $1/admin.token)" -H 'Prefer: wait=60' -X POST \
                    http://127.0.0.1:8080/api/v1/plans/etc/runs
                """, STATE)).contains("\"state\":\"succeeded\"");
        assertThat(host.run("diff -r /etc/default /run/backups/etc/[0-9]*")).isEmpty();
        assertThat(stop()).isEqualTo("143");
    }

    @Test
    @Order(5)
    void keepsConfigurationAndStateWhenUpgraded() {
        var configuration = host.run("cat /etc/rsync-backup-server/application.yaml /etc/default/rsync-backup-server");
        var token = host.run("cat " + STATE + "/admin.token");
        host.run("for made in $1/*/cache.*; do echo broken >\"$made\"; done", CACHE);
        assertThat(host.run(CHECK)).as("with a broken cache").contains(CACHE, "plans: etc");
        host.run("""
                dpkg-deb -R /root/server.deb /root/newer
                sed -i 's/^Version: .*/Version: 99/' /root/newer/DEBIAN/control
                dpkg-deb -b -Znone /root/newer /root/newer.deb
                systemctl disable rsync-backup-server
                dpkg -i /root/newer.deb
                """);
        assertThat(host.run("dpkg-query -W -f '${Version} ${db:Status-Status}' rsync-backup-server"))
                .isEqualTo("99 installed");
        assertThat(host.run("cat /etc/rsync-backup-server/application.yaml /etc/default/rsync-backup-server"))
                .isEqualTo(configuration);
        assertThat(host.attempt("[ -e /etc/systemd/system/multi-user.target.wants/rsync-backup-server.service ]")
                        .exitCode())
                .as("enabled again")
                .isNotZero();
        assertThat(host.run("cat " + STATE + "/admin.token")).isEqualTo(token);
        assertThat(host.run(CHECK))
                .as("with the cache of the older version")
                .contains("plans: etc")
                .doesNotContain(CACHE + "/");
    }

    @Test
    @Order(6)
    void leavesConfigurationAndStateWhenRemoved() {
        host.run("dpkg --remove rsync-backup-server");
        assertThat(host.attempt("[ -e " + CACHE + " ]").exitCode()).isNotZero();
        assertThat(host.run("ls " + UNIT + " /usr/bin/rsync-backup-server /usr/share/rsync-backup-server || true"))
                .contains("cannot access '/usr/bin/rsync-backup-server'", "cannot access '" + UNIT)
                .contains("cannot access '/usr/share/rsync-backup-server'");
        assertThat(host.run("ls /etc/rsync-backup-server " + STATE)).contains("application.yaml", "backup.db");
    }

    @Test
    @Order(7)
    void purgesAllButBackupsAndWhatTheAdministratorAdded() {
        host.run("mkdir -p $1/backups/laptop/.rsync-backup; touch /etc/rsync-backup-server/id_ed25519", STATE);
        assertThat(host.run("dpkg --purge rsync-backup-server")).contains("stays", STATE + "/backups/laptop");
        assertThat(host.run("ls /etc/rsync-backup-server " + STATE))
                .contains("id_ed25519", "backup.db")
                .doesNotContain("application.yaml");
        host.run("rm -r $1/backups /etc/rsync-backup-server/id_ed25519; dpkg -i /root/server.deb", STATE);
        host.run("dpkg --purge rsync-backup-server");
        // where packages put things: elsewhere on this machine somebody may be building this very project
        assertThat(host.run("find /etc /opt /run /srv /usr /var -xdev -name '*rsync-backup-server*'"
                        + " -newer /root/java.deb 2>/dev/null"))
                .isEmpty();
    }

    /** As the unit does. */
    private void start() {
        host.run("""
                install -d -m 700 "$1"
                cd "$1"
                umask 077
                (setsid $(sed -n 's/^ExecStart=//p' "$2") || echo $? >/run/server.exit) >>/run/server.log 2>&1 </dev/null &
                """, STATE, UNIT);
        await("the server")
                .atMost(Duration.ofMinutes(1))
                .until(() -> host.attempt("curl -sf http://127.0.0.1:8080/actuator/health/readiness")
                                .exitCode()
                        == 0);
    }

    private String stop() {
        host.run("pkill -TERM -f 'rsync-backup-server.*/server.jar'");
        await("its end")
                .atMost(Duration.ofSeconds(90))
                .until(() -> host.attempt("[ -s /run/server.exit ]").exitCode() == 0);
        return host.run("cat /run/server.exit; rm /run/server.exit");
    }

    private static Path packaged() throws Exception {
        try (var built = Files.newDirectoryStream(Path.of("target"), "rsync-backup-server_*_all.deb")) {
            return built.iterator().next();
        }
    }
}
