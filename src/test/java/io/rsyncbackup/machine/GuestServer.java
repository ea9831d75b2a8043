package io.rsyncbackup.machine;

import io.rsyncbackup.system.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packaged server as a service of the machine. */
final class GuestServer {
    private static final String DATA = "/var/lib/backup-server";
    private static final String LOG = "/var/log/backup-server.log";

    private final VirtualMachine machine;
    private final Path token;
    private final Map<String, String> plans = new LinkedHashMap<>();
    private int port;

    GuestServer(VirtualMachine machine) {
        this.machine = machine;
        token = machine.directory().resolve("admin.token");
    }

    /** A plan as YAML, the keys below its name. */
    GuestServer plan(String name, String yaml) {
        plans.put(name, yaml);
        return this;
    }

    /** With the plans so far; the service starts by itself at every later boot. */
    GuestServer start() {
        var yaml = new StringBuilder(
                "server:\n  port: 8080\n  address: 0.0.0.0\nbackup:\n  data-directory: " + DATA + "\n  plans:\n");
        plans.forEach((name, keys) -> yaml.append("    ")
                .append(name)
                .append(":\n")
                .append(keys.stripTrailing().indent(6)));
        machine.shell().write("/etc/rsync-backup-server/application.yaml", yaml.toString());
        machine.shell().run("systemctl --no-block start backup-server");
        return awaitReady();
    }

    /** After a boot too. */
    GuestServer awaitReady() {
        port = machine.forward(8080);
        machine.shell().run("""
                for try in {1..900}; do
                  if (exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 &&
                      read -r answer <&3 && [[ $answer == *' 200'* ]]) 2>/dev/null; then exit 0; fi
                  ! systemctl -q is-failed backup-server || break
                  sleep 0.5
                done
                tail -n 50 "$1" >&2; exit 1""", LOG);
        try {
            Files.writeString(token, machine.shell().run("cat \"$1/admin.token\"", DATA));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        machine.say("server is ready");
        return this;
    }

    /** As a crash: nothing of the server's own can run any more. */
    void kill() {
        machine.shell()
                .run("systemctl kill --kill-whom=main --signal=KILL backup-server;"
                        + " while systemctl -q is-active backup-server; do sleep 0.1; done");
    }

    Api api() {
        return new Api(port, token);
    }

    String log() {
        return machine.shell().run("cat \"$1\"", LOG);
    }
}
