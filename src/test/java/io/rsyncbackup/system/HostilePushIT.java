package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that was taken over and may push. */
@Timeout(300)
class HostilePushIT {
    @TempDir
    Path directory;

    private PushReceiver host;

    @BeforeEach
    void setUp() {
        Needs.root();
        Needs.programs("rsync", "curl", "setfacl", "getfattr");
        host = new PushReceiver(directory.resolve("host"));
    }

    @AfterEach
    void tearDown() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aHostileClientChangesNoSnapshot() {
        var client = directory.resolve("client");
        SampleTrees.everything(client);
        host.push(client);
        host.endedRuns();
        var first = host.snapshot(host.snapshots().getFirst());
        var before = TreeRecord.of(first);
        var hostile = directory.resolve("hostile");
        Shell.run("""
                mkdir -p "$1/docs"; cd "$1"
                printf EVIL >docs/one; chmod 777 docs/one; chown 1 docs/one
                ln -s "$2" absolute; ln -s "../$(basename "$2")" relative; ln -s ../../../../../../../../.. root
                """, hostile, first);
        var name = first.getFileName();
        Object[][] attacks = {
            {"-aX", "--inplace", "--no-whole-file", "--ignore-times", hostile + "/docs/", host.url() + "docs/"},
            {"-aX", "--append", "--ignore-times", hostile + "/docs/", host.url() + "docs/"},
            {"-a", hostile + "/", host.url()},
            {"-rK", "--inplace", hostile + "/docs/", host.url() + "absolute/docs/"},
            {"-rK", "--inplace", hostile + "/docs/", host.url() + "relative/docs/"},
            {"-rK", "--inplace", hostile + "/docs/", host.url() + "root" + first + "/docs/"},
            {"-r", "--inplace", hostile + "/docs/", host.url() + "../" + name + "/docs/"},
            {"-r", "--inplace", hostile + "/docs/", host.url() + "../../../" + name + "/docs/"},
            {"-r", "--inplace", "--keep-dirlinks", "--delete", hostile + "/docs/", host.url() + "relative/"},
            {"-r", "--temp-dir=/../" + name, hostile + "/docs/", host.url()},
            {"-rb", "--backup-dir=/../" + name, hostile + "/docs/", host.url() + "docs/"},
            {"-r", "--partial-dir=/../" + name, hostile + "/docs/", host.url() + "docs/"},
            {"-a", "--link-dest=/../" + name, "--inplace", "--ignore-times", hostile + "/docs/", host.url() + "x/"},
            {"-a", "--write-devices", "--inplace", hostile + "/docs/one", host.url() + "disk"},
            {"-a", "--delete", "--force", hostile + "/", host.url()},
            {"-a", "--delete", directory.resolve("host/run") + "/", host.url()},
        };
        for (var attack : attacks) {
            host.rsync(attack);
            host.endedRuns();
            assertThat(before.differences(TreeRecord.of(first)))
                    .as(String.join(
                            " ",
                            java.util.Arrays.stream(attack)
                                    .map(Object::toString)
                                    .toList()))
                    .isEmpty();
        }
        assertThat(host.snapshots()).contains(name.toString());
        assertThat(host.latest().resolve("docs"))
                .as("the last attack emptied latest")
                .doesNotExist();
    }
}
