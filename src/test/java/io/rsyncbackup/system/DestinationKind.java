package io.rsyncbackup.system;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;

/** The ways to a destination that the same tests run over. An rsync daemon keeps no latest: it has tests of its own. */
enum DestinationKind {
    LOCAL {
        @Override
        Reached open(Path directory) {
            return new Here();
        }

        @Override
        int rounds(int here) {
            return here;
        }
    },
    SSH {
        @Override
        Reached open(Path directory) {
            Needs.programs("sshd", "ssh");
            return new OverSsh(SshServer.start(directory));
        }

        @Override
        int rounds(int here) {
            return Needs.scaled((here + 2) / 3, here);
        }
    };

    /** @param directory for what a server of this kind needs */
    abstract Reached open(Path directory);

    /** What takes a third of the time here takes as long there. */
    abstract int rounds(int here);

    /** A way that is open; what lies at its end can be looked at on this machine too. */
    sealed interface Reached extends AutoCloseable {
        /** The keys of a plan that writes to this {@code latest}. */
        String yaml(Path latest);

        /** Lets the plan make its destination, wherever that lies. */
        default void prepare(Api api, String plan) {
            api.post("/api/v1/plans/" + plan + "/adopt", "{\"initialise\": true}")
                    .expect(200);
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
}
