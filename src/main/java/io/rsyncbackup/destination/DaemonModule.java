package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The parent directory of a destination on an rsync daemon, where no command can be run: everything by rsync alone. Not
 * safe for use by several threads. Whatever fails is a {@link DaemonException}.
 */
public final class DaemonModule {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** In an empty source everything has vanished, which is the point. */
    private static final int VANISHED = 24;

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final CommandRunner runner;
    private final DaemonAddress address;
    private final UnaryOperator<DaemonAddress> route;
    private final Path scratch;
    private final Duration patience;
    private boolean flushes = true;

    /**
     * Contacts nobody yet.
     *
     * @param route the address by which the daemon is reached now: opens the tunnel if it is not open
     * @param scratch a local directory of this server's, for what is on its way
     */
    public DaemonModule(CommandRunner runner, DaemonAddress address, UnaryOperator<DaemonAddress> route, Path scratch) {
        this(runner, address, route, scratch, PATIENCE);
    }

    /** @param patience how long to wait while the module takes no more connections */
    DaemonModule(
            CommandRunner runner,
            DaemonAddress address,
            UnaryOperator<DaemonAddress> route,
            Path scratch,
            Duration patience) {
        this.runner = runner;
        this.address = address;
        this.route = route;
        this.scratch = scratch;
        this.patience = patience;
    }

    /** The destination as people know it, whatever way leads there. */
    public DaemonAddress address() {
        return address;
    }

    /** False once the daemon has refused to flush what it writes to its disk. */
    public boolean flushes() {
        return flushes;
    }

    /** The address by which it is reached now. */
    public DaemonAddress reached() {
        return route.apply(address);
    }

    /** What lies in the parent; empty when there is no such directory. */
    public Optional<List<DaemonEntry>> list(StopSignal stop) {
        DaemonListing listing = new DaemonListing();
        try {
            run(commands().list(""), listing, stop);
            return Optional.of(listing.entries());
        } catch (DaemonException e) {
            return ifMissing(e);
        }
    }

    /** Whether something lies in a directory below the parent; false too when it is not there. */
    public boolean hasEntries(String relative, StopSignal stop) {
        DaemonListing listing = new DaemonListing();
        try {
            run(commands().list(checked(relative)), listing, stop);
            return !listing.entries().isEmpty();
        } catch (DaemonException e) {
            if (e.kind() == Kind.NO_SUCH_DIRECTORY) {
                return false;
            }
            throw e;
        }
    }

    /** All that the server keeps there for itself, in one call; empty when the parent is not there. */
    public Optional<DaemonOwnFiles> readOwn(StopSignal stop) {
        return inScratch(into -> {
            OwnerLines owners = new OwnerLines();
            try {
                run(commands().fetchOwn(into), owners, stop);
            } catch (DaemonException e) {
                return ifMissing(e);
            }
            return Optional.of(ScratchTree.own(into.resolve(DaemonCommands.OWN), owners.root));
        });
    }

    /**
     * Writes small files, each by a temporary one and a rename, on the daemon's disk before it gets its name where the
     * daemon's rsync knows how.
     *
     * @param files content by path below {@code .rsync-backup}; missing directories are made, not the parent
     */
    public void write(Map<String, byte[]> files, StopSignal stop) {
        send(files, List.of(), false, stop);
    }

    /** Makes the parent, whatever lies above it, and in it the server's own directories and these files. */
    public void initialise(Map<String, byte[]> files, StopSignal stop) {
        send(files, List.of("snapshots", "incomplete"), true, stop);
    }

    /**
     * Takes a name for a snapshot to be made: of all who try, one succeeds.
     *
     * @return false when somebody has it
     */
    public boolean claim(String name, StopSignal stop) {
        MadeLine made = new MadeLine();
        return inScratch(empty -> {
            try {
                run(commands().makeDirectory(checked(DaemonCommands.OWN + "/incomplete/" + name), empty), made, stop);
                return made.seen;
            } catch (DaemonException e) {
                if (e.kind() == Kind.NAME_TAKEN) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Removes these paths below the parent, with all that they contain; what is not there is no error. */
    public void remove(Collection<String> paths, StopSignal stop) {
        if (paths.isEmpty()) {
            return;
        }
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (String path : paths) {
            list.writeBytes(("/" + checked(path) + "\0").getBytes(UTF_8));
        }
        inScratch(directory -> {
            Path empty = Files.createDirectory(directory.resolve("empty"));
            Path names = Files.write(directory.resolve("list"), list.toByteArray());
            run(commands().remove(names, empty), CommandOutput.IGNORE, stop, VANISHED);
            return true;
        });
    }

    private void send(Map<String, byte[]> files, List<String> directories, boolean parents, StopSignal stop) {
        inScratch(root -> {
            ScratchTree.write(root.resolve(DaemonCommands.OWN), files, directories);
            try {
                run(commands().send(root, flushes, parents), CommandOutput.IGNORE, stop);
            } catch (DaemonException e) {
                if (!flushes
                        || e.kind() != Kind.REFUSED_OPTION
                        || !String.valueOf(e.getMessage()).contains("--fsync")) {
                    throw e;
                }
                flushes = false;
                run(commands().send(root, false, parents), CommandOutput.IGNORE, stop);
            }
            return true;
        });
    }

    private DaemonCommands commands() {
        return new DaemonCommands(reached());
    }

    private void run(Command command, CommandOutput output, StopSignal stop) {
        run(command, output, stop, 0);
    }

    /** @param accepted an exit code that means success beside 0 */
    private void run(Command command, CommandOutput output, StopSignal stop, int accepted) {
        long begun = System.nanoTime();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            CommandResult result = runner.run(command, output, stop);
            if (result.stopped()) {
                throw new DaemonException(Kind.STOPPED, "stopped while talking to " + where());
            }
            if (result.succeeded() || result.exitCode() == accepted) {
                return;
            }
            DaemonException fault = DaemonFault.of(where(), result);
            // a script after a transfer keeps its connection for a moment, also this server's last one
            if (fault.kind() != Kind.TOO_MANY_CONNECTIONS || System.nanoTime() - begun > patience.toNanos()) {
                throw fault;
            }
            sleep(pause, stop);
        }
    }

    private void sleep(long millis, StopSignal stop) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaemonException(Kind.STOPPED, "interrupted while waiting for " + where(), e);
        }
        if (stop.requested()) {
            throw new DaemonException(Kind.STOPPED, "stopped while waiting for " + where());
        }
    }

    private String where() {
        return address.parent().text();
    }

    private <T> T inScratch(ScratchTree.Work<T> work) {
        try {
            return ScratchTree.with(scratch, work);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep what is on its way to or from a daemon in " + scratch, e);
        }
    }

    private static <T> Optional<T> ifMissing(DaemonException e) {
        if (e.kind() == Kind.NO_SUCH_DIRECTORY) {
            return Optional.empty();
        }
        throw e;
    }

    /** A path that could mean the parent itself, or something outside, is never sent. */
    private static String checked(String relative) {
        for (String element : relative.split("/", -1)) {
            if (element.isEmpty() || element.equals(".") || element.equals("..") || element.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a path below a destination: " + relative);
            }
        }
        return relative;
    }

    private static final class MadeLine implements CommandOutput {
        private volatile boolean seen;

        @Override
        public void out(byte[] line) {
            seen |= new String(line, UTF_8).startsWith(DaemonCommands.MADE);
        }
    }

    /** Whether what this server wrote there belongs to root. */
    private static final class OwnerLines implements CommandOutput {
        private volatile boolean root = true;

        @Override
        public void out(byte[] line) {
            String text = new String(line, UTF_8);
            if (text.endsWith(".json") && text.startsWith(DaemonCommands.OWNER)) {
                root &= text.startsWith(DaemonCommands.OWNER + "0 ");
            }
        }
    }
}
