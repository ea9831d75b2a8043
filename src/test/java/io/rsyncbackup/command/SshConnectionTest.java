package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.ConnectionException.Kind;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a login comes about or fails, against a real sshd. */
@Timeout(60)
class SshConnectionTest {
    private static final String NODE = "test-login-" + ProcessHandle.current().pid();
    private static final CommandRunner LOCAL = new LocalCommandRunner(NODE);

    private static SshServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start(@TempDir Path shared) {
        server = SshServer.start(
                shared.resolve("sshd"), List.of(new SshServer.Account("nobody-in", "/usr/sbin/nologin")));
        server.authorize("nobody-in", server.identityFile(), "");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE))
                .isEmpty();
    }

    @Test
    void saysThatTheHostKeyIsUnknown() throws Exception {
        Path empty = Files.createFile(directory.resolve("known"));
        SshTarget target = new SshTarget(server.user(), "127.0.0.1", server.port(), server.identityFile(), empty);
        failsAs(target, Kind.HOST_KEY, "its key is not known");
    }

    @Test
    void saysThatTheHostKeyHasChanged() throws Exception {
        Path changed = directory.resolve("known");
        Files.writeString(
                changed,
                "[127.0.0.1]:" + server.port() + " " + Files.readString(Path.of(server.newKey("another") + ".pub")));
        SshTarget target = new SshTarget(server.user(), "127.0.0.1", server.port(), server.identityFile(), changed);
        failsAs(target, Kind.HOST_KEY, "shows another key (SHA256:");
    }

    @Test
    void saysWhichKeyIsRefused() {
        Path stranger = server.newKey("stranger-" + directory.getFileName());
        failsAs(server.target(server.user(), stranger), Kind.AUTHENTICATION, "with the key " + stranger);
    }

    @Test
    void saysThatTheKeyIsMissing() {
        Path missing = directory.resolve("missing");
        failsAs(server.target(server.user(), missing), Kind.AUTHENTICATION, "no such private key: " + missing);
    }

    @Test
    void saysThatTheAccountHasNoShell() {
        failsAs(server.target("nobody-in", server.identityFile()), Kind.AUTHENTICATION, "has no login shell");
    }

    @Test
    void saysThatNothingListens() {
        SshTarget target = new SshTarget(null, "127.0.0.1", 1, null, null);
        failsAs(target, Kind.NETWORK, "does sshd run on it");
    }

    @Test
    void saysThatTheNameCannotBeResolved() {
        SshTarget target = new SshTarget(null, "no-such-host.invalid", null, null, null);
        failsAs(target, Kind.NETWORK, "cannot be resolved");
    }

    @Test
    void doesNotWaitForeverForAHostThatSaysNothing() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            SshTarget target = new SshTarget(null, "127.0.0.1", silent.getLocalPort(), null, null);
            failsAs(target, Kind.NETWORK, "127.0.0.1 port " + silent.getLocalPort());
        }
    }

    @Test
    void worksWithEveryLoginShell() {
        Map<String, String> shells = Map.of("in-csh", "/bin/csh", "in-bash", "/bin/bash", "in-fish", "/usr/bin/fish");
        List<SshServer.Account> accounts = shells.entrySet().stream()
                .map(each -> new SshServer.Account(each.getKey(), each.getValue()))
                .toList();
        try (SshServer host = SshServer.start(directory.resolve("sshd"), accounts)) {
            for (String account : shells.keySet()) {
                host.authorize(account, host.identityFile(), "");
                runsAs(account, host.target(account, host.identityFile()));
            }
        }
    }

    private void runsAs(String account, SshTarget target) {
        try (SshConnection connection = connection(target)) {
            CommandResult result = connection
                    .runner()
                    .run(Command.of("sh", "-c", "id -un; printf '<%s>' \"$@\"", "-", "a'b!c\\", "\n$x"));
            assertThat(result.outputTail()).as(account).isEqualTo(account + "\n<a'b!c\\><\n$x>");
            assertThat(result.errorTail()).as(account).isEmpty();
        }
    }

    @Test
    void givesRsyncTheSameWordsWhateverTheFilesAreCalled() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("it's a 100% odd  dir #1 ü"));
        Path key = Files.copy(server.identityFile(), odd.resolve("key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path known = Files.copy(server.knownHostsFile(), odd.resolve("known hosts"));
        Path from = Files.createDirectory(directory.resolve("from"));
        Files.writeString(from.resolve("file"), "content");
        SshTarget target = new SshTarget(server.user(), "127.0.0.1", server.port(), key, known);
        try (SshConnection connection = new SshConnection(LOCAL, target, odd.resolve("it's the 50%h control"))) {
            long before = server.logins();
            CommandResult rsync = LOCAL.run(Command.of(
                    "rsync",
                    "-a",
                    "-e",
                    connection.rsyncShellOption(),
                    "--rsync-path=" + connection.rsyncPath(List.of("rsync")),
                    from + "/",
                    server.user() + "@127.0.0.1:" + directory.resolve("to") + "/"));
            assertThat(rsync.errorTail()).isEmpty();
            assertThat(directory.resolve("to/file")).hasContent("content");
            assertThat(server.logins()).isEqualTo(before + 1);
        }
        // without the shared connection the files themselves must be understood
        CommandResult alone =
                LOCAL.run(Command.of("rsync", "-e", rsyncOption(target), server.user() + "@127.0.0.1:" + from + "/"));
        assertThat(alone.errorTail()).isEmpty();
        assertThat(alone.succeeded()).isTrue();
    }

    @Test
    void letsNoConfigurationFileWeakenTheCheckOfHostKeys() throws Exception {
        Path hostile = Files.writeString(directory.resolve("config"), """
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                NoHostAuthenticationForLocalhost yes
                VerifyHostKeyDNS yes
                KnownHostsCommand /bin/echo %H
                ForwardAgent yes
                PermitLocalCommand yes
                LocalCommand touch /tmp/never
                RemoteCommand reboot
                LocalForward 8080 127.0.0.1:80
                BatchMode no
                SessionType none
                ControlMaster auto
                ControlPersist yes
                """);
        List<String> argv = new ArrayList<>(new SshOptions(server.target(), SshLimits.DEFAULT).words(Path.of("/s")));
        argv.addAll(List.of("-F", hostile.toString(), "-o", "ControlMaster=no", "-G", "127.0.0.1"));
        assertThat(LOCAL.run(Command.of(argv)).outputTail().lines())
                .contains(
                        "stricthostkeychecking true",
                        "nohostauthenticationforlocalhost no",
                        "verifyhostkeydns false",
                        "forwardagent no",
                        "permitlocalcommand no",
                        "batchmode yes",
                        "controlmaster false",
                        "controlpersist no",
                        "clearallforwardings yes",
                        "sessiontype default",
                        "userknownhostsfile " + server.knownHostsFile())
                .noneMatch(line -> line.startsWith("localforward ") || line.startsWith("remotecommand reboot"));
    }

    @Test
    void findsKeysInTheHomeOfTheAccountThoughTheEnvironmentHasNone() {
        String home = LOCAL.run(Command.of("getent", "passwd", server.user()))
                .outputTail()
                .split(":", -1)[5];
        List<String> argv = new ArrayList<>(
                new SshOptions(new SshTarget(null, "127.0.0.1", server.port(), null, null), SshLimits.DEFAULT).words());
        argv.addAll(List.of("-v", "-F", "none", "127.0.0.1"));
        CommandResult result = LOCAL.run(Command.of(argv));
        assertThat(result.errorTail()).contains("identity file " + home + "/.ssh/id_ed25519 ");
    }

    @Test
    void stopsWaitingForAHostThatSaysNothing() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                SshConnection connection = new SshConnection(
                        LOCAL,
                        new SshTarget(null, "127.0.0.1", silent.getLocalPort(), null, null),
                        directory.resolve("control"))) {
            RequestedStop stop = new RequestedStop();
            Thread.ofVirtual().start(() -> {
                Awaitility.await().until(() -> stop.openRegistrations() > 0);
                stop.request();
            });
            long start = System.nanoTime();
            CommandResult result = connection.runner().run(Command.of("true"), CommandOutput.IGNORE, stop);
            assertThat(result.stopped()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void isClosedForGood() {
        SshConnection connection = connection(server.target());
        connection.open();
        connection.close();
        connection.close();
        assertThatThrownBy(connection::open).isInstanceOf(IllegalStateException.class);
        connection(server.target()).close();
    }

    private SshConnection connection(SshTarget target) {
        return new SshConnection(
                LOCAL,
                target,
                directory.resolve("control"),
                new SshLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, CommandLimits.DEFAULT));
    }

    private void failsAs(SshTarget target, Kind kind, String mend) {
        try (SshConnection connection = connection(target)) {
            for (Runnable use : List.<Runnable>of(
                    connection::open,
                    connection::rsyncShell,
                    () -> connection.runner().run(Command.of("true")))) {
                assertThatThrownBy(use::run)
                        .isInstanceOfSatisfying(
                                ConnectionException.class,
                                e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
                        .hasMessageContaining(mend)
                        .hasMessageContaining(target.host());
            }
        }
    }

    private static String rsyncOption(SshTarget target) {
        return SshConnection.rsyncOption(new SshOptions(target, SshLimits.DEFAULT).words());
    }
}
