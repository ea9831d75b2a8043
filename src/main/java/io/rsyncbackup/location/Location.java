package io.rsyncbackup.location;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where files are read or written, in rsync's own syntax. {@link Locations#parse} reads one. The constructors refuse
 * what could not be used safely with {@link InvalidLocationException}.
 */
public sealed interface Location {
    /** The text as rsync understands it. */
    String text();

    /** An absolute, normalized local directory. */
    record Local(Path path) implements Location {
        public Local {
            LocationRules.absoluteAndNormalized(path.toString());
        }

        @Override
        public String text() {
            return path.toString();
        }
    }

    /**
     * {@code [user@]host:/dir}.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param path absolute and normalized
     */
    record Ssh(@Nullable String user, String host, String path) implements Location {
        public Ssh {
            LocationRules.user(user);
            LocationRules.host(host);
            LocationRules.absoluteAndNormalized(path);
        }

        @Override
        public String text() {
            return authority(user, host) + ":" + path;
        }
    }

    /**
     * {@code [user@]host::module[/dir]} or {@code rsync://[user@]host[:port]/module[/dir]}.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param port absent means rsync's own, 873
     * @param path below the module: empty for the module itself, else with a leading slash and normalized
     */
    record Daemon(
            @Nullable String user, String host, @Nullable Integer port, String module, String path)
            implements Location {
        public Daemon {
            LocationRules.user(user);
            LocationRules.host(host);
            LocationRules.port(port);
            LocationRules.module(module);
            if (!path.isEmpty()) {
                LocationRules.absoluteAndNormalized(path);
                // an empty path says the same
                path = path.equals("/") ? "" : path;
            }
        }

        @Override
        public String text() {
            return "rsync://" + authority(user, host) + (port == null ? "" : ":" + port) + "/" + module + path;
        }
    }

    /**
     * {@code [user@]host[:port]}: the SSH login through which an rsync daemon is reached. No place of its own.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param port absent means what ssh takes by itself
     */
    record Tunnel(
            @Nullable String user, String host, @Nullable Integer port) {
        public Tunnel {
            LocationRules.user(user);
            LocationRules.host(host);
            LocationRules.port(port);
        }

        /** As {@link Locations#parseTunnel} reads it. */
        public String text() {
            return authority(user, host) + (port == null ? "" : ":" + port);
        }
    }

    private static String authority(@Nullable String user, String host) {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return user == null ? bracketed : user + "@" + bracketed;
    }
}
