package io.rsyncbackup.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What others do with the same source, each into a directory of its own, keeping one snapshot beside the new one. */
final class Peers {
    /** Those of the server's own transfer. */
    static final String FLAGS = "--delete --delete-excluded --acls --archive --hard-links --numeric-ids --xattrs"
            + " --sparse --modify-window=-1 --one-file-system";

    static final String RSYNC = "rsync alone";
    static final String PLAIN = "plain: rsync, cp --link, rm";

    private final Path source;
    private final Path directory;

    Peers(Path source, Path directory) {
        this.source = source;
        this.directory = directory;
        BenchTree.create(directory);
    }

    void join(Interleaved rounds) {
        rounds.add(RSYNC, round -> alone()).add(round -> plain());
        if (Program.installed("rsnapshot")) {
            Path configuration = rsnapshot();
            rounds.add(
                    "rsnapshot", round -> Program.seconds(directory, "rsnapshot -c \"$1\" alpha", configuration + ""));
        }
        if (Program.installed("restic")) {
            Program.seconds(directory, "RESTIC_PASSWORD=bench restic init --repo restic");
            rounds.add("restic", round -> restic());
        }
        if (Program.installed("borg")) {
            Program.seconds(directory, "HOME=$PWD borg init --encryption=none borg");
            rounds.add("borg", this::borg);
        }
    }

    double alone() {
        return Program.seconds(directory, "rsync " + FLAGS + " \"$1/\" alone/", source.toString());
    }

    private Map<String, Double> plain() {
        BenchTree.create(directory.resolve("plain"));
        double rsync = Program.seconds(directory, "rsync " + FLAGS + " \"$1/\" plain/latest/", source.toString());
        double copy = Program.seconds(directory, "cp --archive --link --no-target-directory plain/latest plain/new");
        double remove = Program.seconds(directory, "rm -rf plain/old");
        Program.seconds(directory, "mv plain/new plain/old");
        Map<String, Double> rows = new LinkedHashMap<>();
        rows.put(PLAIN, rsync + copy + remove);
        rows.put("  its rsync", rsync);
        rows.put("  its cp --archive --link", copy);
        rows.put("  its rm -rf", remove);
        return rows;
    }

    private double restic() {
        return Program.seconds(
                directory,
                "export RESTIC_PASSWORD=bench; restic --quiet --repo restic backup \"$1\";"
                        + " restic --quiet --repo restic forget --keep-last 1",
                source.toString());
    }

    private double borg(int round) {
        return Program.seconds(
                directory,
                "export HOME=$PWD; borg create borg::$2-$$ \"$1\"; borg prune --keep-last 1 borg",
                source.toString(),
                "round" + round);
    }

    private Path rsnapshot() {
        Path root = directory.resolve("rsnapshot");
        BenchTree.create(root);
        String text = """
                config_version	1.2
                snapshot_root	%s/
                cmd_cp	/bin/cp
                cmd_rm	/bin/rm
                cmd_rsync	/usr/bin/rsync
                retain	alpha	2
                rsync_short_args	-a
                rsync_long_args	%s
                lockfile	%s/rsnapshot.pid
                backup	%s/	here/
                """.formatted(root, FLAGS.replace("--archive ", ""), directory, source);
        try {
            return Files.writeString(directory.resolve("rsnapshot.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
