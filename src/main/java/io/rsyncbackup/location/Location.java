package io.rsyncbackup.location;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where files are read or written, in rsync's own syntax. */
public sealed interface Location {
    /** The text as rsync understands it. */
    String text();

    /** An absolute, normalized local directory. */
    record Local(Path path) implements Location {
        @Override
        public String text() {
            return path.toString();
        }
    }

    /** {@code [user@]host:/dir}. */
    record Ssh(@Nullable String user, String host, String path) implements Location {
        @Override
        public String text() {
            return (user == null ? "" : user + "@") + host + ":" + path;
        }
    }

    /** {@code [user@]host::module[/dir]} or {@code rsync://[user@]host[:port]/module[/dir]}. */
    record Daemon(
            @Nullable String user, String host, @Nullable Integer port, String module, String path)
            implements Location {
        @Override
        public String text() {
            return "rsync://" + (user == null ? "" : user + "@") + host + (port == null ? "" : ":" + port) + "/"
                    + module + path;
        }
    }
}
