package io.rsyncbackup;

import io.rsyncbackup.plan.AllowedRoots;
import io.rsyncbackup.plan.ConnectionProperties;
import io.rsyncbackup.plan.ConnectionReader;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.PlanRejectedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what the configuration allows to plans made over the API. */
final class ConfiguredConnections {
    private ConfiguredConnections() {}

    static AllowedRoots roots(Fields fields, @Nullable List<String> sources, @Nullable List<String> destinations) {
        return new AllowedRoots(
                directories(fields, "allowed-sources", sources),
                directories(fields, "allowed-destinations", destinations));
    }

    static Map<String, ConnectionProperties> read(
            Fields fields, @Nullable Map<String, ConnectionProperties> connections, ZoneId zone) {
        Map<String, ConnectionProperties> read = new TreeMap<>();
        if (connections != null) {
            connections.forEach((name, connection) -> {
                try {
                    ConnectionReader.check("backup.connections." + name + ".", connection, zone);
                    read.put(name, connection);
                } catch (PlanRejectedException e) {
                    fields.addAll(e.problems());
                }
            });
        }
        return read;
    }

    private static List<Path> directories(Fields fields, String key, @Nullable List<String> texts) {
        List<Path> directories = new ArrayList<>();
        for (int i = 0; texts != null && i < texts.size(); i++) {
            Path directory = fields.read(key + "[" + i + "]", texts.get(i), ConfiguredConnections::directory);
            if (directory != null) {
                directories.add(directory);
            }
        }
        return directories;
    }

    private static Path directory(String text) {
        try {
            Path path = Path.of(text.strip()).normalize();
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // as said below
        }
        throw new IllegalArgumentException("is no absolute path of a directory; write it as in /srv");
    }
}
