package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every rsync call with which a destination on a daemon is kept, its transfers aside. Pure. */
final class DaemonCommands {
    static final String OWN = ".rsync-backup";

    /** In front of the owner's number, so that nothing else rsync prints can be taken for it. */
    static final String OWNER = "owner ";

    private static final int CONNECT_SECONDS = 15;

    /** What a description may have at most; nobody may fill this server's disk by what lies there. */
    private static final String LARGEST_FILE = "--max-size=65536";

    private final DaemonAddress address;

    DaemonCommands(DaemonAddress address) {
        this.address = address;
    }

    /** The entries of the parent, or of a directory below it; the latter's name comes from this server. */
    Command list(String relative) {
        return command(List.of("--list-only", "--no-human-readable"), from(relative));
    }

    /** Fetches the server's own descriptions; what is no regular file or directory is left out. */
    Command fetchOwn(Path into) {
        List<String> options = List.of(
                "--recursive",
                "--times",
                "--owner",
                "--numeric-ids",
                "--chmod=D700,F600",
                LARGEST_FILE,
                "--out-format=" + OWNER + "%U %n",
                "--include=/" + OWN + "/",
                "--include=/" + OWN + "/*.json",
                "--include=/" + OWN + "/snapshots/",
                "--include=/" + OWN + "/snapshots/*.json",
                "--include=/" + OWN + "/incomplete/",
                "--include=/" + OWN + "/incomplete/*/",
                "--exclude=*");
        return command(options, from(""), withSlash(into.toString()));
    }

    /**
     * Writes every file below a local directory to the same place below the parent, each by a temporary file and a rename.
     *
     * @param durably makes the daemon flush each file to its disk first; daemons before 3.2.4 refuse that
     * @param parents makes the missing directories above the parent too
     */
    Command send(Path files, boolean durably, boolean parents) {
        List<String> options = new ArrayList<>(List.of(
                "--recursive",
                // whose they are when they are read again tells what the daemon may do
                "--chown=0:0",
                "--numeric-ids",
                "--perms",
                "--chmod=D755,F644",
                // without times two states of one length would look the same
                "--ignore-times",
                "--whole-file",
                "--out-format=%i %n"));
        if (durably) {
            options.add("--fsync");
        }
        if (parents) {
            options.add("--mkpath");
        }
        return command(options, withSlash(files.toString()), from(""));
    }

    /** Makes one directory whose parent exists; says {@value #MADE} only when it was not there before. */
    Command makeDirectory(String relative, Path empty) {
        return command(List.of("--dirs", "--out-format=%i %n"), withSlash(empty.toString()), from(relative));
    }

    static final String MADE = "created directory ";

    /**
     * Removes the listed paths below the parent with all they contain. An empty source has none of them; no symbolic link
     * is followed.
     *
     * @param list NUL-terminated paths, each with a leading slash, which rsync drops: without it {@code #x} is a comment
     */
    Command remove(Path list, Path empty) {
        List<String> options = List.of(
                "--links",
                "--devices",
                "--specials",
                "--no-recursive",
                "--no-implied-dirs",
                // nothing of a disk that someone has mounted inside is removed
                "--one-file-system",
                "--delete-missing-args",
                "--force",
                "--from0",
                "--files-from=" + list,
                "--out-format=%i %n");
        return command(options, withSlash(empty.toString()), from(""));
    }

    private Command command(List<String> options, String... endpoints) {
        List<String> argv = new ArrayList<>(List.of("rsync", "--no-motd", "--contimeout=" + CONNECT_SECONDS));
        argv.add("--timeout=" + address.ioTimeout().toSeconds());
        if (address.passwordFile() != null) {
            argv.add("--password-file=" + address.passwordFile());
        }
        argv.addAll(options);
        argv.add("--");
        argv.addAll(List.of(endpoints));
        return new Command(argv, Map.of("TZ", "UTC"), null);
    }

    private String from(String relative) {
        return withSlash(address.within(relative).text());
    }

    private static String withSlash(String directory) {
        return directory.endsWith("/") ? directory : directory + "/";
    }
}
