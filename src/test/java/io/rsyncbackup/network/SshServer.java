package io.rsyncbackup.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.SshTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real sshd on a free port of the loopback, with keys, accounts' authorized keys and a log of its own below one
 * directory. The user who runs the tests logs in by key. Ended by {@link #close()}, with all its connections.
 */
public final class SshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final String address;
    private final List<String> prefix;
    private final List<Account> accounts;
    private final List<String> configuration;
    private int port;
    private Process process;

    /**
     * An account that only this server knows, not the machine. Its key must be {@link #authorize authorized}.
     *
     * @param shell as in {@code /usr/sbin/nologin}
     * @param sudo whether it may do all as root, without a password
     */
    public record Account(String name, String shell, boolean sudo) {
        public Account(String name, String shell) {
            this(name, shell, false);
        }
    }

    private SshServer(
            Path directory, String address, List<String> prefix, List<Account> accounts, List<String> configuration) {
        this.directory = directory;
        this.address = address;
        this.prefix = prefix;
        this.accounts = accounts;
        this.configuration = configuration;
    }

    /**
     * @param directory an empty or absent one; stays when the server is closed
     * @param configuration lines for its sshd_config, which win over the usual ones, as in {@code MaxSessions 2}
     */
    public static SshServer start(Path directory, String... configuration) {
        return start(directory, List.of(), configuration);
    }

    /** The same with further accounts; needs root. */
    public static SshServer start(Path directory, List<Account> accounts, String... configuration) {
        return start(directory, LOOPBACK, List.of(), accounts, configuration);
    }

    /** The same on another host. */
    public static SshServer start(AnotherHost host, Path directory, String... configuration) {
        return start(directory, host.address(), host.prefix(), List.of(), configuration);
    }

    private static SshServer start(
            Path directory, String address, List<String> prefix, List<Account> accounts, String... configuration) {
        if (!Files.isExecutable(PROGRAM)) {
            AnotherHost.missing("needs " + PROGRAM + ", of the package openssh-server");
        }
        for (Account account : accounts) {
            if (!System.getProperty("user.name").equals("root")) {
                AnotherHost.missing("needs root");
            }
            if (!Files.isExecutable(Path.of(account.shell()))) {
                AnotherHost.missing("needs " + account.shell());
            }
        }
        SshServer server = new SshServer(directory, address, prefix, accounts, List.of(configuration));
        server.prepare();
        server.restart();
        return server;
    }

    public int port() {
        return port;
    }

    /** The process that listens. */
    public long pid() {
        return process.pid();
    }

    /** The private key that may log in. */
    public Path identityFile() {
        return directory.resolve("identity");
    }

    /** Holds the server's own key. */
    public Path knownHostsFile() {
        return directory.resolve("known_hosts");
    }

    public String user() {
        return System.getProperty("user.name");
    }

    /** The user who runs the tests. */
    public SshTarget target() {
        return target(user(), identityFile());
    }

    public SshTarget target(String account, Path identity) {
        return new SshTarget(account, address, port, identity, knownHostsFile());
    }

    public String log() {
        return read(directory.resolve("sshd.log"));
    }

    /** How often anyone has logged in. */
    public long logins() {
        return log().lines()
                .filter(line -> line.startsWith("Accepted publickey for "))
                .count();
    }

    /** Kills what serves the connections there are now; what was started through them is left alone. */
    public void breakConnections() {
        process.descendants().filter(SshServer::serves).toList().forEach(ProcessHandle::destroyForcibly);
    }

    /** A new key pair; returns the private key's file, the public one's ends in {@code .pub}. */
    public Path newKey(String name) {
        Path key = directory.resolve(name);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString());
        return key;
    }

    /** Lets the key's owner log in as the user who runs the tests. */
    public void authorize(Path identity, String options) {
        authorize(user(), identity, options);
    }

    /**
     * @param identity a private key with its public one beside it
     * @param options as in {@code restrict,command="true"}, or empty
     */
    public void authorize(String account, Path identity, String options) {
        String line = (options.isEmpty() ? "" : options + " ") + read(Path.of(identity + ".pub"));
        append(directory.resolve("authorized").resolve(account), line);
    }

    /** Gives the server another host key, as a machine has that was installed anew; known hosts are not told. */
    public void replaceHostKey() {
        end();
        try {
            Files.delete(hostKey());
            Files.delete(Path.of(hostKey() + ".pub"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newKey("host_key");
        listen();
    }

    /** On the same port. */
    public void restart() {
        if (process != null) {
            end();
        }
        if (port != 0) {
            listen();
            return;
        }
        for (int attempt = 0; attempt < 5; attempt++) {
            port = FreePort.find();
            append(knownHostsFile(), "[" + address + "]:" + port + " " + read(Path.of(hostKey() + ".pub")));
            if (listen()) {
                return;
            }
        }
        throw new AssertionError("sshd does not start: " + log());
    }

    /** No connection stays, and none can be made until {@link #restart()}. */
    public void end() {
        List<ProcessHandle> connections =
                process.descendants().filter(SshServer::serves).toList();
        process.destroyForcibly();
        connections.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    @Override
    public void close() {
        end();
    }

    private void prepare() {
        try {
            // sshd insists on it; the machine's own service would make it
            if (user().equals("root")) {
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Files.createDirectories(directory.resolve("authorized"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newKey("host_key");
        authorize(newKey("identity"), "");
    }

    private boolean listen() {
        List<String> lines = new ArrayList<>(configuration);
        lines.addAll(List.of(
                "Port " + port,
                "ListenAddress " + address,
                "HostKey " + hostKey(),
                "PidFile none",
                "AuthorizedKeysFile " + directory.resolve("authorized") + "/%u",
                "PermitRootLogin prohibit-password",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "UsePAM no",
                // the directory of a test lies below one that everyone may write
                "StrictModes no",
                "MaxStartups 200",
                "LogLevel VERBOSE"));
        Path file = directory.resolve("sshd_config");
        try {
            Files.write(file, lines);
            List<String> argv = new ArrayList<>(prefix);
            argv.addAll(SshAccounts.prefix(directory, accounts));
            argv.addAll(List.of(PROGRAM.toString(), "-D", "-f", file.toString(), "-E"));
            argv.add(directory.resolve("sshd.log").toString());
            process = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("sshd.out").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().until(() -> !process.isAlive() || answers());
        return process.isAlive();
    }

    private boolean answers() {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(2_000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private Path hostKey() {
        return directory.resolve("host_key");
    }

    /** And is not what an account started. */
    private static boolean serves(ProcessHandle handle) {
        return handle.info().command().orElse("").endsWith("/sshd");
    }

    private static void run(String... argv) {
        try {
            Process program = new ProcessBuilder(argv).inheritIO().start();
            if (!program.waitFor(30, TimeUnit.SECONDS) || program.exitValue() != 0) {
                throw new AssertionError("failed: " + String.join(" ", argv));
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
