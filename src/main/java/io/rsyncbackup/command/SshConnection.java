package io.rsyncbackup.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One login to one host, shared by every command and every rsync that uses it. Made when it is first needed, and made
 * again when it broke. Safe for use by several threads. As all of ssh, it finds default keys and known hosts in the home
 * directory that the list of accounts names, not in the one of the environment.
 */
public final class SshConnection implements AutoCloseable {
    private static final String CONNECTED = "rsync-backup-server: connected";

    private final CommandRunner local;
    private final SshTarget target;
    private final SshLimits limits;
    private final SshOptions options;
    private final ControlSocket socket;
    private final SshShell shell = new SshShell(this);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable BackgroundCommand master;
    private boolean closed;

    /**
     * @param local runs ssh
     * @param controlDirectory where the processes that share the connection meet; made if absent, for this user only
     */
    public SshConnection(CommandRunner local, SshTarget target, Path controlDirectory) {
        this(local, target, controlDirectory, SshLimits.DEFAULT);
    }

    public SshConnection(CommandRunner local, SshTarget target, Path controlDirectory, SshLimits limits) {
        this.local = local;
        this.target = target;
        this.limits = limits;
        this.options = new SshOptions(target, limits);
        this.socket = ControlSocket.in(controlDirectory);
    }

    /** For messages. */
    public String host() {
        return target.host();
    }

    public SshTarget target() {
        return target;
    }

    /**
     * Logs in unless that is done.
     *
     * @throws ConnectionException with what to do when it fails
     */
    public void open() {
        open(StopSignal.NEVER);
    }

    /** The same unless a stop is requested meanwhile. */
    void open(StopSignal stop) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the connection to " + host() + " is closed");
            }
            if (master != null && !master.ended()) {
                return;
            }
            socket.clear();
            master = login(stop);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs commands on the host: in a session of their own, in a clean environment with the marks of this server, ended
     * there with all they brought forth when they are stopped here, when ssh ends here, and when the connection breaks
     * (after {@link SshLimits#silence} if nobody tells). What they may be given: a file as input, and the variables HOME,
     * LANG, LC_ALL, PATH and TZ. Any login shell will do (sh, bash, dash, zsh, csh, fish); the host needs coreutils, grep
     * and util-linux, and room below /tmp for an input, which arrives whole before the program starts.
     *
     * @return one whose commands throw {@link ConnectionException} when the host cannot be reached or is lost
     */
    public CommandRunner runner() {
        return new SshCommandRunner(this);
    }

    /**
     * The same for short commands without input, one at a time in one shell there: each takes a network round trip, where
     * {@link #runner()} takes several and a session.
     */
    public CommandRunner shortCommands() {
        return shell;
    }

    /**
     * {@code ssh} with the options that share this connection, without account and host, which rsync adds. Logs in.
     *
     * @throws ConnectionException as {@link #open()}
     */
    public List<String> rsyncShell() {
        open();
        return arguments();
    }

    /** The same as one text that rsync's option {@code -e} cuts into the same words. */
    public String rsyncShellOption() {
        return rsyncOption(rsyncShell());
    }

    /**
     * What to give rsync as {@code --rsync-path}: these words, such as {@code sudo rsync}, with the marks of this server.
     */
    public String rsyncPath(List<String> words) {
        List<String> all = new ArrayList<>(List.of("env"));
        local.marks().forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(words);
        return RemoteShell.beforeArguments(all);
    }

    /** Logs out. Never throws. What still runs over it ends on both sides. */
    @Override
    public void close() {
        shell.close();
        lock.lock();
        try {
            closed = true;
            if (master != null) {
                master.close();
            }
            socket.close();
        } finally {
            lock.unlock();
        }
    }

    SshLimits limits() {
        return limits;
    }

    CommandRunner local() {
        return local;
    }

    Map<String, String> marks() {
        return local.marks();
    }

    /** The whole command line of ssh that runs this text in the shell of the account. */
    List<String> argv(String line) {
        List<String> argv = arguments();
        argv.addAll(options.destination());
        argv.add(line);
        return argv;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(options.words(socket.path()));
        arguments.addAll(List.of("-o", "ControlMaster=no"));
        return arguments;
    }

    List<String> loginArgv() {
        List<String> argv = new ArrayList<>(options.words(socket.path()));
        argv.addAll(List.of("-o", "ControlMaster=yes"));
        argv.addAll(options.destination());
        // a process that ends with us: when this server is killed, its input ends
        argv.add(RemoteShell.line("echo " + RemoteShell.quote(CONNECTED) + "; exec cat >/dev/null"));
        return argv;
    }

    private BackgroundCommand login(StopSignal stop) {
        Command ssh = Command.of(loginArgv()).withInput(new SignsOfLife(null, 0, limits.alive()));
        Duration patience = limits.connect().plus(limits.silence());
        try {
            return BackgroundCommand.start(local, ssh, CONNECTED::equals, patience, stop);
        } catch (CommandNotReadyException e) {
            throw SshErrors.exception(target, e);
        }
    }

    static String rsyncOption(List<String> words) {
        return words.stream().map(SshConnection::rsyncWord).collect(Collectors.joining(" "));
    }

    /** rsync knows single quotes, and in them a doubled one for one. */
    private static String rsyncWord(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "''") + "'";
    }
}
