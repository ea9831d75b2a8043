package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rsync's complaints: which files they concern, and of what kind they are. */
final class RsyncErrors {
    /** Kinds of complaints, the gravest first. */
    enum Kind {
        HOST_KEY,
        AUTHENTICATION,
        DAEMON_LOGIN,
        PASSWORD_FILE,
        MODULE_UNKNOWN,
        MODULE_DENIED,
        MODULE_BUSY,
        MODULE_GONE,
        MODULE_READ_ONLY,
        MODULE_WRITE_ONLY,
        OPTION_REFUSED,
        DAEMON_REFUSED,
        SHELL_TALKS,
        PROGRAM_MISSING,
        SUDO,
        READ_ONLY,
        NO_SPACE,
        NO_ROOM_FOR_A_FILE,
        QUOTA,
        INPUT_OUTPUT,
        NOT_CONNECTED,
        TOO_MANY_LINKS,
        SOURCE_ROOT_MISSING,
        SOURCE_ROOT_UNREADABLE,
        DESTINATION_MISSING,
        DESTINATION_DENIED,
        OTHER,
        CONNECTION
    }

    private static final Pattern REASON = Pattern.compile("^(.*): [^:]+ \\((\\d+)\\)$", Pattern.DOTALL);
    private static final Pattern IN_MODULE = Pattern.compile("(?<=\") \\(in [^()\"]+\\)");

    /** Older ones say what they do, but not on which side. */
    private static final Pattern OLD_SENDER = Pattern.compile(
            "rsync: (send_files failed to open|opendir|readlink_stat|link_stat|change_dir|get_xattr_data)\\b.*",
            Pattern.DOTALL);

    private static final Pattern NOTHING_HEARD =
            Pattern.compile("rsync: connection unexpectedly closed \\(0 bytes received so far\\).*");
    private static final Pattern QUOTED =
            Pattern.compile("\"(.*?)\"(?:,\"[^\"]*\",\\d+\\)| failed|\\)|$)", Pattern.DOTALL);
    private static final Pattern IN_CALL = Pattern.compile("\\(([^,]*/.*?)(?:,[^/]*)?\\)$", Pattern.DOTALL);
    private static final String VANISHED = "file has vanished: ";

    private static final Pattern REPLACED_DIRECTORY = Pattern.compile(
            "rsync: \\[generator] get_acl: sys_acl_get_file\\(.*, ACL_TYPE_DEFAULT\\): Permission denied \\(13\\)",
            Pattern.DOTALL);

    private final Endpoint source;
    private final String sourceRoot;
    private final NamedFiles unreadable = new NamedFiles();
    private final NamedFiles vanished = new NamedFiles();
    private final Map<Kind, String> kinds = new EnumMap<>(Kind.class);
    private boolean replacedDirectories;
    private boolean nothingHeard;
    private @Nullable String unknown;

    RsyncErrors(Endpoint source) {
        this.source = source;
        this.sourceRoot = switch (source) {
            case Endpoint.Here here -> here.path().toString();
            case Endpoint.OverSsh ssh -> ssh.path();
            case Endpoint.Daemon daemon ->
                daemon.location().path().isEmpty() ? "/" : daemon.location().path();
        };
    }

    void accept(byte[] line) {
        String text = new String(line, UTF_8);
        nothingHeard |= NOTHING_HEARD.matcher(text).matches();
        Kind known = Complaints.kind(text);
        if (text.startsWith(VANISHED)) {
            vanished.add(path(line, text.substring(VANISHED.length())));
        } else if (REPLACED_DIRECTORY.matcher(text).matches()) {
            replacedDirectories = true;
        } else if (known != null) {
            note(known, line);
        } else if (text.startsWith("rsync: ")) {
            Matcher matcher = REASON.matcher(text);
            if (matcher.matches()) {
                system(line, matcher.group(1), Integer.parseInt(matcher.group(2)));
            } else if (!text.contains("] WARNING:")) {
                note(Kind.OTHER, line);
            }
        } else if (text.startsWith("ERROR: ")) {
            notWhole(line, text);
        } else if (!text.startsWith("rsync ") && !text.startsWith("Warning: ") && !text.startsWith("** ")) {
            unknown = Names.readable(line);
        }
    }

    /** The file changed while it was read, more than once. */
    private void notWhole(byte[] line, String text) {
        int end = text.indexOf(" failed verification");
        if (end > 0) {
            unreadable.add(path(line, '"' + text.substring("ERROR: ".length(), end) + '"'));
        } else {
            note(Kind.OTHER, line);
        }
    }

    private void system(byte[] line, String text, int errno) {
        String what = IN_MODULE.matcher(text).replaceFirst("");
        boolean sender =
                what.startsWith("rsync: [sender]") || OLD_SENDER.matcher(what).matches();
        String path = path(line, what);
        switch (errno) {
            case 2, 20 -> {
                if (what.contains("change_dir") || (sender && path.equals(sourceRoot))) {
                    note(sender ? Kind.SOURCE_ROOT_MISSING : Kind.DESTINATION_MISSING, line);
                } else if (sender) {
                    vanished.add(path);
                } else {
                    note(what.startsWith("rsync: [Receiver]") ? Kind.DESTINATION_MISSING : Kind.OTHER, line);
                }
            }
            case 1, 13 -> {
                if (!sender) {
                    note(Kind.DESTINATION_DENIED, line);
                } else if (path.equals(sourceRoot) || what.contains("change_dir")) {
                    note(Kind.SOURCE_ROOT_UNREADABLE, line);
                } else {
                    unreadable.add(path);
                }
            }
            case 5, 117 -> note(Kind.INPUT_OUTPUT, line);
            case 28 -> note(what.contains("write failed") ? Kind.NO_SPACE : Kind.NO_ROOM_FOR_A_FILE, line);
            case 30 -> note(Kind.READ_ONLY, line);
            case 32, 104, 110, 111, 113 -> note(Kind.CONNECTION, line);
            case 31 -> note(Kind.TOO_MANY_LINKS, line);
            case 107, 116 -> note(Kind.NOT_CONNECTED, line);
            case 122 -> note(Kind.QUOTA, line);
            default -> note(Kind.OTHER, line);
        }
    }

    private void note(Kind kind, byte[] line) {
        kinds.putIfAbsent(kind, Names.readable(line));
    }

    private static String path(byte[] line, String what) {
        Matcher quoted = QUOTED.matcher(what);
        Matcher call = IN_CALL.matcher(what);
        String found = quoted.find() ? quoted.group(1) : call.find() ? call.group(1) : what;
        byte[] bytes = found.indexOf('\uFFFD') >= 0 ? line : found.getBytes(UTF_8);
        String path = Names.readable(Names.decodeRsync(bytes, 0, bytes.length)).replace("/./", "/");
        return path.endsWith("/.") ? path.substring(0, path.length() - 2) : path;
    }

    /** Whether nothing was complained of. */
    boolean none() {
        return kinds.isEmpty()
                && unreadable.list().count() == 0
                && vanished.list().count() == 0;
    }

    /** Whether all there was to complain of was the ACL of a directory that rsync itself had just replaced. */
    boolean onlyReplacedDirectories() {
        return replacedDirectories && none();
    }

    /** What something else than rsync said before rsync had heard a single byte of its other half; else null. */
    @Nullable
    String saidInsteadOfRsync() {
        return nothingHeard ? unknown : null;
    }

    /** Whether the source is on another host. Else the destination may be. */
    boolean remoteSource() {
        return !(source instanceof Endpoint.Here);
    }

    FileList unreadable() {
        return unreadable.list();
    }

    FileList vanished() {
        return vanished.list();
    }

    /** The first complaint of the gravest kind; null when there was none but about single files. */
    @Nullable
    Kind gravest() {
        return kinds.isEmpty() ? null : kinds.keySet().iterator().next();
    }

    /** The first line of that kind. */
    String line(Kind kind) {
        return kinds.getOrDefault(kind, "");
    }
}
