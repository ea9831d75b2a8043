package io.rsyncbackup.system;

import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ways to a destination that the same tests run over. */
enum DestinationKind {
    LOCAL {
        @Override
        Reached open(Path directory) {
            return new Here();
        }
    },
    SSH {
        @Override
        Reached open(Path directory) {
            Needs.programs("sshd", "ssh");
            return new OverSsh(SshServer.start(directory));
        }
    },
    /** Keeps no latest: each snapshot is transferred into a directory of its own, which is there before it is one. */
    DAEMON {
        @Override
        Reached open(Path directory) {
            Needs.root();
            return new OnDaemon(RsyncDaemon.start(
                    SampleTrees.create(directory.getParent()).resolve(directory.getFileName()),
                    RsyncModule.of("all", Path.of("/"))));
        }
    };

    /** @param directory for what a server of this kind needs */
    abstract Reached open(Path directory);

    /** What takes a third of the time here takes as long elsewhere. */
    int rounds(int here) {
        return this == LOCAL ? here : Needs.scaled((here + 2) / 3, here);
    }

    /** A way that is open; what lies at its end can be looked at on this machine too. */
    sealed interface Reached extends AutoCloseable {
        /** The keys of a plan that writes to this {@code latest}. */
        String yaml(Path latest);

        /** Lets the plan make its destination, wherever that lies. */
        default void prepare(Api api, String plan) {
            api.post("/api/v1/plans/" + plan + "/adopt", "{\"initialise\": true}")
                    .expect(200);
        }

        /** What passes for a snapshot there, by the server's own word or by anybody's look. */
        default List<String> snapshots(Api api, String plan, Path latest) {
            return Destinations.snapshotDirectories(latest.getParent());
        }

        /** What a run that did not succeed has left half built. */
        default List<String> incomplete(Path latest) {
            return Destinations.incomplete(latest.getParent());
        }

        /** Who still writes below this directory when the server has died. */
        default List<String> writers(Path parent) {
            return Destinations.processesOn(parent);
        }

        default void delete(Api api, String plan, String snapshot) {
            api.delete("/api/v1/plans/" + plan + "/snapshots/" + snapshot).expect(204);
        }

        @Override
        void close();
    }

    private record Here() implements Reached {
        @Override
        public String yaml(Path latest) {
            return "destination: \"" + latest + "\"";
        }

        @Override
        public void close() {}
    }

    private record OverSsh(SshServer host) implements Reached {
        @Override
        public String yaml(Path latest) {
            return "destination: \"" + host.user() + "@127.0.0.1:" + latest + "\"\nssh:\n  port: " + host.port()
                    + "\n  identity-file: " + host.identityFile() + "\n  known-hosts-file: " + host.knownHostsFile();
        }

        @Override
        public void close() {
            host.close();
        }
    }

    private record OnDaemon(RsyncDaemon daemon) implements Reached {
        @Override
        public String yaml(Path latest) {
            return "destination: \"" + daemon.url("all") + latest + "\"";
        }

        @Override
        public List<String> snapshots(Api api, String plan, Path latest) {
            return api.snapshots(plan);
        }

        /** It saves the next run work, which removes it when it has succeeded. */
        @Override
        public List<String> incomplete(Path latest) {
            return List.of();
        }

        /** The daemon's own too, whom no server can end: what they still make goes with a later run. */
        @Override
        public List<String> writers(Path parent) {
            var writers = new ArrayList<>(Destinations.processesOn(parent));
            int connections = daemon.connections();
            if (connections > 0) {
                writers.add(connections + " of the daemon");
            }
            return writers;
        }

        @Override
        public void delete(Api api, String plan, String snapshot) {
            var run = api.delete("/api/v1/plans/" + plan + "/snapshots/" + snapshot)
                    .expect(202)
                    .json();
            api.awaitEnd(run.path("id").asString());
        }

        @Override
        public void close() {
            daemon.close();
        }
    }
}
