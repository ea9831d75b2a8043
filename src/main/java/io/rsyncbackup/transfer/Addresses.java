package io.rsyncbackup.transfer;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How rsync is told where its two ends are. */
final class Addresses {
    private static final int CONNECT_SECONDS = 15;

    private Addresses() {}

    /** The options for an end on another host; none for a directory of this one. */
    static List<String> options(Endpoint end) {
        return switch (end) {
            case Endpoint.Here here -> List.of();
            // protected arguments travel inside the connection: no shell there ever sees a path
            case Endpoint.OverSsh ssh ->
                List.of("--protect-args", "--rsh=" + ssh.shellOption(), "--rsync-path=" + ssh.rsyncPath());
            case Endpoint.Daemon daemon -> daemon(daemon);
        };
    }

    /** The directory itself: with the slash by which rsync copies what is in it. */
    static String of(Endpoint end) {
        return withSlash(
                switch (end) {
                    case Endpoint.Here here -> here.path().toString();
                    case Endpoint.OverSsh ssh -> ssh.host() + ":" + ssh.path();
                    case Endpoint.Daemon daemon -> reached(daemon).text();
                });
    }

    static String withSlash(String directory) {
        return directory.endsWith("/") ? directory : directory + "/";
    }

    private static List<String> daemon(Endpoint.Daemon daemon) {
        List<String> options = new ArrayList<>(List.of("--contimeout=" + CONNECT_SECONDS));
        Path passwordFile = daemon.passwordFile();
        if (passwordFile != null) {
            options.add("--password-file=" + passwordFile);
        }
        return options;
    }

    private static Location.Daemon reached(Endpoint.Daemon daemon) {
        Location.Daemon location = daemon.location();
        Integer port = daemon.tunnelPort();
        return port == null
                ? location
                : new Location.Daemon(location.user(), "127.0.0.1", port, location.module(), location.path());
    }
}
