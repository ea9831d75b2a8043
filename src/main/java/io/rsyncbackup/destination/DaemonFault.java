package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.destination.DaemonException.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an rsync client's complaints about a daemon mean, and what mends it: the one table. Pure. */
final class DaemonFault {
    /**
     * One line of the table; the first that is found anywhere in what rsync printed counts.
     *
     * @param mend follows the destination's name; {@code $1} is what the pattern found
     */
    private record Row(Pattern pattern, Kind kind, String mend) {
        static Row of(String pattern, Kind kind, String mend) {
            return new Row(Pattern.compile(pattern), kind, mend);
        }
    }

    private static final List<Row> TABLE = List.of(
            Row.of(
                    "@ERROR: max connections \\((\\d+)\\)",
                    Kind.TOO_MANY_CONNECTIONS,
                    ": its module takes only $1 connections at a time, and they are taken; raise max connections there or"
                            + " wait for whoever holds them"),
            Row.of(
                    "@ERROR: Unknown module '(.*)'",
                    Kind.UNKNOWN_MODULE,
                    ": the daemon has no module $1; rsync HOST:: lists those it shows"),
            Row.of(
                    "@ERROR: auth failed",
                    Kind.AUTHENTICATION,
                    ": the daemon refused the login; look at the user in the destination (rsync://USER@host/module/dir),"
                            + " at password-file, and at auth users and the secrets file there"),
            Row.of(
                    "(?i)(could not open password file.*|password file must .*)",
                    Kind.PASSWORD_FILE,
                    ": rsync does not accept the password-file ($1); it must exist, be closed to others (chmod 600) and,"
                            + " where rsync runs as root, belong to root"),
            Row.of(
                    "@ERROR: access denied",
                    Kind.ACCESS_DENIED,
                    ": the daemon does not let this host in; look at hosts allow and hosts deny there"),
            Row.of(
                    "@ERROR: (?:chroot|chdir|initgroups) failed",
                    Kind.MODULE_DIRECTORY_MISSING,
                    ": the directory of the module is not there; look at its path on the daemon's host, and whether its"
                            + " disk is mounted"),
            Row.of(
                    "(?:pre-xfer|early) exec returned failure[^\\n]*:?\\n?(.*)",
                    Kind.REFUSED,
                    ": a script on the daemon's host refused: $1"),
            Row.of(
                    "server sent \"(.*)\" rather than greeting",
                    Kind.REFUSED,
                    ": what answers there is no rsync daemon ($1); look at the port"),
            Row.of(
                    "did not see server greeting",
                    Kind.UNREACHABLE,
                    ": what took the connection closed it without a word; look whether the rsync daemon runs, there or"
                            + " behind a proxy or tunnel"),
            Row.of("@ERROR: (.*)", Kind.REFUSED, ": the daemon refused: $1"),
            Row.of(
                    "module is read only",
                    Kind.READ_ONLY,
                    ": the module is read only; set read only = no for it in the daemon's rsyncd.conf"),
            Row.of(
                    "module is write only",
                    Kind.WRITE_ONLY,
                    ": the module is write only, so its snapshots can be neither listed nor rotated; set write only = no"
                            + " for it in the daemon's rsyncd.conf, or let a server there make the snapshots (a plan"
                            + " with source: none)"),
            Row.of(
                    "configured to refuse (--\\S+)",
                    Kind.REFUSED_OPTION,
                    ": the module refuses the option $1; take it out of refuse options in the daemon's rsyncd.conf"),
            Row.of(
                    "(--\\S+): unknown option",
                    Kind.REFUSED_OPTION,
                    ": the rsync there is too old for the option $1; update it"),
            Row.of(
                    "daemon refused to receive \\S+ \"?(.*?)\"?\n",
                    Kind.HIDDEN_NAME,
                    ": the module hides $1; take it out of exclude, filter and the like in the daemon's rsyncd.conf"),
            Row.of("(No space left on device|Disk quota exceeded)", Kind.OUT_OF_SPACE, " is full ($1)"),
            Row.of(
                    "Read-only file system",
                    Kind.READ_ONLY_FILE_SYSTEM,
                    ": its file system is mounted read-only on the daemon's host"),
            Row.of("mkdir .* failed: File exists", Kind.NAME_TAKEN, ": somebody has just made that directory there"),
            Row.of(
                    "(?:change_dir|mkdir|link_stat|stat destination) ?.* failed: (?:No such file or directory|Not a directory)",
                    Kind.NO_SUCH_DIRECTORY,
                    " is not there"),
            Row.of("cannot stat destination .*: Not a directory", Kind.NO_SUCH_DIRECTORY, " is no directory"),
            Row.of(
                    "([^\\n]*(?:Permission denied|Operation not permitted)[^\\n]*)",
                    Kind.PERMISSION,
                    ": the daemon's user may not do that there; look at uid and gid of the module ($1)"));

    private static final int SOCKET = 10;
    private static final int PROTOCOL_STREAM = 12;
    private static final int TIMEOUT = 30;
    private static final int CONNECT_TIMEOUT = 35;

    private DaemonFault() {}

    /** @param where the destination, as people know it */
    static DaemonException of(String where, CommandResult result) {
        String said = result.errorTail() + "\n";
        for (Row row : TABLE) {
            Matcher matcher = row.pattern().matcher(said);
            if (matcher.find()) {
                String found = matcher.groupCount() > 0 && matcher.group(1) != null
                        ? matcher.group(1).strip()
                        : "";
                return new DaemonException(row.kind(), where + row.mend().replace("$1", found));
            }
        }
        String first = said.strip().lines().findFirst().orElse("rsync gave no reason");
        return switch (result.exitCode()) {
            case SOCKET, PROTOCOL_STREAM, TIMEOUT, CONNECT_TIMEOUT ->
                new DaemonException(
                        Kind.UNREACHABLE,
                        where + " cannot be reached; look at the network and whether the daemon runs (" + first + ")");
            default ->
                new DaemonException(
                        Kind.INTERNAL,
                        where + ": rsync ended with exit code " + result.exitCode() + " (" + first + ")");
        };
    }
}
