package io.rsyncbackup.location;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads locations as rsync does: a colon before the first slash means another host, two colons or {@code rsync://} mean
 * a daemon there, anything else is a local path, whatever colons follow.
 */
public final class Locations {
    private static final String DAEMON_SCHEME = "rsync://";
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private Locations() {}

    /**
     * The location with its path normalized: no doubled slashes, no {@code .}, no slash at the end.
     *
     * @throws InvalidLocationException when it is none; the message says why, and how to write it
     */
    public static Location parse(String text) {
        LocationRules.text("the location", text);
        if (text.toLowerCase(Locale.ROOT).startsWith(DAEMON_SCHEME)) {
            return url(text.substring(DAEMON_SCHEME.length()));
        }
        int hostEnd = hostEnd(text);
        if (hostEnd < 0) {
            return local(text);
        }
        if (OTHER_SCHEME.matcher(text).matches()) {
            throw new InvalidLocationException(
                    text.substring(0, hostEnd)
                            + ":// is unknown to rsync: write host:/dir for SSH, rsync://host/module/dir for an rsync daemon, /dir for this host");
        }
        String path = text.substring(hostEnd + 1);
        Authority authority = authority(text.substring(0, hostEnd));
        return path.startsWith(":") ? daemon(authority, null, path.substring(1)) : ssh(authority, path);
    }

    /**
     * {@code [user@]host[:port]}, an IPv6 address in brackets.
     *
     * @throws InvalidLocationException when it is none; the message says why, and how to write it
     */
    public static Location.Tunnel parseTunnel(String text) {
        LocationRules.text("the tunnel", text);
        if (text.indexOf('/') >= 0) {
            throw new InvalidLocationException("a tunnel is a login without a path: write it as in backup@gateway:22");
        }
        int at = text.lastIndexOf('@');
        int colon = hostEnd(text);
        if (colon >= 0 && colon < at) {
            // not repeated: what stands there is a password
            throw new InvalidLocationException("a tunnel holds no password: log in with a key, see ssh.identity-file");
        }
        Integer port = colon < 0 ? null : port(text.substring(colon + 1), "of a tunnel", "backup@gateway:22");
        Authority authority = authority(colon < 0 ? text : text.substring(0, colon));
        return new Location.Tunnel(authority.user, authority.host, port);
    }

    private static Location local(String text) {
        if (text.startsWith("-")) {
            throw new InvalidLocationException(
                    "the path " + text + " begins with a hyphen: write it whole, beginning with /");
        }
        LocationRules.absolute(text);
        return new Location.Local(Path.of(LocationRules.normalized(text)));
    }

    private static Location ssh(Authority authority, String path) {
        if (path.isEmpty()) {
            throw new InvalidLocationException(
                    "there is no path after the host " + authority.host + ": write " + authority.host + ":/dir");
        }
        if (path.startsWith("-")) {
            throw new InvalidLocationException("the path " + path + " on the host " + authority.host
                    + " begins with a hyphen: write it whole, beginning with /");
        }
        if (!path.startsWith("/") && !path.startsWith("~")) {
            // the path is not repeated: in user:password@host:/dir it begins with the password
            throw new InvalidLocationException(
                    "the path on the host " + authority.host
                            + " is relative: it must begin with / (a local name with a colon is written whole, beginning with /)");
        }
        LocationRules.absolute(path);
        return new Location.Ssh(authority.user, authority.host, LocationRules.normalized(path));
    }

    private static Location url(String rest) {
        int slash = rest.indexOf('/');
        String address = slash < 0 ? rest : rest.substring(0, slash);
        int at = address.lastIndexOf('@');
        if (at >= 0 && address.indexOf(':') >= 0 && address.indexOf(':') < at) {
            // not repeated: what stands there is a password
            throw new InvalidLocationException(
                    "a location holds no password: leave it out and use password-file, or the user contains a colon");
        }
        int colon = hostEnd(address);
        Integer port = colon < 0
                ? null
                : port(address.substring(colon + 1), "of an rsync daemon", "rsync://host:873/module/dir");
        Authority authority = authority(colon < 0 ? address : address.substring(0, colon));
        return daemon(authority, port, slash < 0 ? "" : rest.substring(slash + 1));
    }

    private static Location daemon(Authority authority, @Nullable Integer port, String moduleAndPath) {
        int slash = moduleAndPath.indexOf('/');
        String module = slash < 0 ? moduleAndPath : moduleAndPath.substring(0, slash);
        if (module.isEmpty()) {
            throw new InvalidLocationException("the rsync daemon on " + authority.host
                    + " needs the name of a module: write rsync://host/module/dir or host::module/dir");
        }
        String path = slash < 0 ? "" : LocationRules.normalized(moduleAndPath.substring(slash));
        return new Location.Daemon(authority.user, authority.host, port, module, path);
    }

    /** Where the colon after the host stands; -1 when a slash comes first or there is none. */
    private static int hostEnd(String text) {
        boolean bracketed = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '/') {
                return -1;
            }
            if (next == '[' && (i == 0 || text.charAt(i - 1) == '@')) {
                bracketed = true;
            } else if (next == ']') {
                bracketed = false;
            } else if (next == ':' && !bracketed) {
                return i;
            }
        }
        return -1;
    }

    private static Authority authority(String text) {
        int at = text.lastIndexOf('@');
        String user = at < 0 ? null : text.substring(0, at);
        String host = text.substring(at + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        LocationRules.user(user);
        LocationRules.host(host);
        return new Authority(user, host);
    }

    private static Integer port(String text, String whose, String example) {
        if (!PORT.matcher(text).matches()) {
            throw new InvalidLocationException("the port " + whose + " is a number between 1 and 65535: " + example
                    + " (an IPv6 address stands in brackets)");
        }
        return Integer.valueOf(text);
    }

    private record Authority(@Nullable String user, String host) {}
}
