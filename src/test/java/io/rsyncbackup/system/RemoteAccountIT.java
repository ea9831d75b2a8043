package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An account on another host that is not root, with and without sudo there. */
class RemoteAccountIT {
    private static final List<SshServer.Account> ACCOUNTS =
            List.of(new SshServer.Account("backup-1", "/bin/sh", true), new SshServer.Account("backup-2", "/bin/bash"));

    @TempDir
    Path directory;

    private SshServer host;
    private BackupServerProcess server;
    private Path source;
    private Path latest;

    @BeforeEach
    void startAnotherHost() {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl", "sudo", "sshd");
        host = SshServer.start(directory.resolve("sshd"), ACCOUNTS);
        ACCOUNTS.forEach(account -> host.authorize(account.name(), host.identityFile(), ""));
        server = new BackupServerProcess(directory.resolve("server"));
        source = directory.resolve("source");
        latest = directory.resolve("away/of it/latest");
        SampleTrees.everything(source);
    }

    @AfterEach
    void end() {
        server.close();
        host.close();
    }

    @Test
    void keepsEveryOwnerWithSudo() {
        server.plan("away", plan("backup-1", "sudo: true")).start();
        server.api().post("/api/v1/plans/away/adopt", "{\"initialise\": true}").expect(200);
        var first = succeeded();
        assertThat(TreeRecord.of(source).differences(TreeRecord.of(first))).isEmpty();
        var record = TreeRecord.of(first);
        Shell.run("cd \"$1\"; chown -R 7:8 docs; chmod 0000 deep; rm owned", source);
        var second = succeeded();
        assertThat(TreeRecord.of(source).differences(TreeRecord.of(second))).isEmpty();
        assertThat(record.differences(TreeRecord.of(first))).isEmpty();
        server.api()
                .delete("/api/v1/plans/away/snapshots/" + first.getFileName())
                .expect(204);
        assertThat(first).doesNotExist();
    }

    @Test
    void keepsWhatAnOrdinaryUserCanWithoutSudo() {
        server.plan("away", plan("backup-2", "sudo: false")).start();
        Shell.run("mkdir -p \"$1\"; chmod 0755 \"$2\"; chown 60002:60002 \"$1\"", latest.getParent(), directory);
        server.api().post("/api/v1/plans/away/adopt", "{\"initialise\": true}").expect(200);
        Shell.run("cd \"$1\"; mkdir locked; printf inside >locked/file; chmod 0000 locked", source);
        var first = succeeded();
        assertThat(contents(first)).isEqualTo(contents(source));
        assertThat(Shell.run("find \"$1\" ! -user 60002", first)).isEmpty();
        var record = TreeRecord.of(first);
        Shell.run("cd \"$1\"; printf more >>docs/one; chmod 0600 docs/three; chmod 0500 deep; rm owned", source);
        var second = succeeded();
        assertThat(contents(second)).isEqualTo(contents(source));
        assertThat(record.differences(TreeRecord.of(first))).isEmpty();
        assertThat(Shell.run("cd \"$1\"; [ sparse -ef \"$2/sparse\" ] && echo same", first, second))
                .as("what did not change is kept once")
                .isEqualTo("same");
    }

    @Test
    void saysThatAnOrdinaryUserMayNotWriteThere() {
        server.plan("away", plan("backup-2", "sudo: false"))
                .plan("no-sudo", plan("backup-2", "sudo: true").replace("of it", "of another"))
                .start();
        SampleTrees.create(latest.getParent());
        var refused = server.api().post("/api/v1/plans/away/adopt", "{\"initialise\": true}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString()).contains("may not");
        var run = server.api().runToEnd("no-sudo");
        assertThat(run.path("reason").asString()).as(run.toPrettyString()).isEqualTo("permission");
        assertThat(run.path("message").asString()).contains("cannot use sudo", "visudo");
    }

    private Path succeeded() {
        JsonNode run = server.api().runToEnd("away");
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + server.api().runLog(run.path("id").asString()))
                .isEqualTo("succeeded");
        return latest.resolveSibling(run.path("snapshot").asString());
    }

    private static String contents(Path root) {
        return Shell.run("cd \"$1\"; find . -type f -print0 | sort -z | xargs -0 sha256sum", root);
    }

    private String plan(String account, String sudo) {
        return "source: " + source + "\ndestination: \"" + account + "@127.0.0.1:" + latest + "\"\n" + sudo
                + "\nssh:\n  port: " + host.port() + "\n  identity-file: " + host.identityFile()
                + "\n  known-hosts-file: " + host.knownHostsFile();
    }
}
