package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Api;
import io.rsyncbackup.system.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The unit and each of its drop-ins under a real systemd with a real disk, as seen from the host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceUnitIT {
    private static final Path DIST = Path.of("src/main/dist");
    private static final String DROP_INS = "/etc/systemd/system/rsync-backup-server.service.d/";
    private static final String UNIT = "rsync-backup-server";

    /** Emulated, the packaged start takes minutes; this one has a cache. */
    private static final String START = """
            [Service]
            ExecStartPre=
            ExecStart=
            ExecStart=/opt/server/start --spring.config.location=optional:classpath:/,file:/etc/rsync-backup-server/
            """;

    private static final String CONFIGURATION = """
            server: { address: 0.0.0.0 }
            backup:
              data-directory: /var/lib/rsync-backup-server
              plans:
                disk:
                  source: /srv/data
                  destination: /mnt/backups/disk/latest
                  crypto: backups
                  mount: /mnt/backups
                  bandwidth-limit: 100KB
                user: { source: /srv/data, destination: /mnt/backups/user/latest, crypto: backups, mount: /mnt/backups }
                mounted: { source: /srv/data, destination: /mnt/mounted/data/latest }
                elsewhere: { source: /srv/data, destination: /opt/elsewhere/latest }
            """;

    @TempDir
    Path directory;

    private VirtualMachine machine;
    private EncryptedDisk disk;

    @BeforeAll
    void boot() throws IOException {
        Needs.longForm();
        machine = new VirtualMachine(MachineImages.build(), "service-unit");
        var plain = machine.makeDisk("BACKUPS", 512);
        machine.plugIn(plain);
        machine.start();
        disk = new EncryptedDisk(machine, plain, "backups").setUp();
        var shell = machine.shell();
        install("systemd/rsync-backup-server.service", "/etc/systemd/system/rsync-backup-server.service");
        install("systemd/tmpfiles.conf", "/etc/tmpfiles.d/rsync-backup-server.conf");
        install("systemd/sysusers.conf", "/etc/sysusers.d/rsync-backup-server.conf");
        shell.write("/etc/rsync-backup-server/application.yaml", CONFIGURATION);
        shell.run("""
                systemd-sysusers
                systemd-tmpfiles --create rsync-backup-server.conf
                mkdir -p /srv/data /mnt/mounted /opt/elsewhere
                mount -t tmpfs tmpfs /opt/elsewhere
                mount -t tmpfs tmpfs /mnt/mounted
                cd /srv/data
                head -c 800000 /dev/urandom | split -b 40000 -a 3 - file
                ln fileaaa link; ln -s fileaab symbolic; mkdir empty; chmod 2750 empty
                chown 1234:5678 fileaac; chmod 4755 fileaad; mknod device c 1 3
                """);
    }

    @AfterAll
    void end() {
        if (machine != null) {
            machine.close();
        }
    }

    /** What the server mounts would else be mounted for the server alone. */
    @Test
    void mountsADiskForTheWholeHostWithDevices() throws IOException {
        var api = start("with-devices.conf");
        assertThat(namespaceOfTheServer()).isEqualTo(namespaceOfTheHost());
        var run = api.start("disk");
        await("the transfer")
                .atMost(Duration.ofMinutes(3))
                .until(() -> api.run(run).path("progress").path("bytes").asLong(0) > 0);
        assertThat(machine.shell().run("cat /proc/1/mountinfo")).contains(" /mnt/backups ");
        assertThat(machine.shell().run("ls /proc/1/root/mnt/backups/disk/latest"))
                .isNotEmpty();
        var ended = succeeded(api, run);
        disk.assertNothingIsLeft();
        assertThat(disk.recordOf("disk/" + ended.snapshot())).isEqualTo(source());
    }

    @Test
    void writesToItsDestinationsOnlyWithoutDevices() throws IOException {
        var api = start("without-devices.conf");
        assertThat(namespaceOfTheServer()).isNotEqualTo(namespaceOfTheHost());
        var run = succeeded(api, api.start("mounted"));
        assertThat(EncryptedDisk.record(machine.shell(), "/mnt/mounted/data/" + run.snapshot()))
                .isEqualTo(source());
        var elsewhere = new MachineRun(api.awaitEnd(api.start("elsewhere")));
        assertThat(elsewhere.state()).as(elsewhere.toString()).isEqualTo("failed");
        assertThat(machine.shell().run("ls -A /opt/elsewhere")).isEmpty();
        var unlocked = new MachineRun(api.awaitEnd(api.start("disk")));
        assertThat(unlocked.state()).as(unlocked.toString()).isEqualTo("failed");
        disk.assertNothingIsLeft();
    }

    @Test
    void needsNoRootButThroughSudo() throws IOException {
        install("sudoers/rsync-backup-server", "/usr/share/rsync-backup-server/sudoers");
        // as the drop-in says
        machine.shell()
                .run(
                        "install -m 0440 /usr/share/rsync-backup-server/sudoers /etc/sudoers.d/rsync-backup-server && visudo -c");
        disk.unlock();
        disk.mount();
        machine.shell().run("install -d -o rsync-backup \"$1/user\"", disk.mountPoint());
        disk.unmount();
        disk.lock();
        var api = start("unprivileged.conf");
        assertThat(machine.shell().run("ps -o user:20= -p $(systemctl show -P MainPID $1)", UNIT))
                .isEqualTo("rsync-backup");
        var run = succeeded(api, api.start("user"));
        disk.assertNothingIsLeft();
        assertThat(disk.recordOf("user/" + run.snapshot())).isEqualTo(source());
    }

    private Api start(String dropIn) throws IOException {
        var shell = machine.shell();
        shell.run("systemctl stop $1; rm -rf \"$2\"; pkill -x sleep || true", UNIT, DROP_INS);
        disk.tidyUp();
        install("systemd/" + dropIn, DROP_INS + dropIn);
        shell.write(DROP_INS + "start.conf", START);
        shell.run("systemctl daemon-reload; systemctl start $1", UNIT);
        int port = machine.forward(8080);
        shell.run("""
                for try in {1..900}; do
                  if (exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 &&
                      read -r answer <&3 && [[ $answer == *' 200'* ]]) 2>/dev/null; then exit 0; fi
                  systemctl -q is-active "$1" || break
                  sleep 0.5
                done
                journalctl -u "$1" | tail -n 50 >&2; exit 1""", UNIT);
        machine.say(dropIn + " is ready");
        return new Api(
                port,
                Files.writeString(
                        directory.resolve("token"), shell.run("cat /var/lib/rsync-backup-server/admin.token")));
    }

    private void install(String file, String to) throws IOException {
        machine.shell().write(to, Files.readString(DIST.resolve(file)));
    }

    private MachineRun succeeded(Api api, String id) {
        var run = new MachineRun(api.awaitEnd(id));
        machine.say(run.summary());
        assertThat(run.state()).as(run + api.runLog(id)).isEqualTo("succeeded");
        return run;
    }

    private String source() {
        return EncryptedDisk.record(machine.shell(), "/srv/data");
    }

    private String namespaceOfTheHost() {
        return machine.shell().run("readlink /proc/1/ns/mnt");
    }

    private String namespaceOfTheServer() {
        return machine.shell().run("readlink /proc/$(systemctl show -P MainPID $1)/ns/mnt", UNIT);
    }
}
