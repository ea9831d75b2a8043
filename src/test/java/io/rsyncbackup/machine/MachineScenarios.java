package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Api;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;

/** A machine with an encrypted disk, and a server in it with plans that share that disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MachineScenarios {
    private static final String DEVICE = "crypto: backups\nmount: /mnt/backups\nrerun-interrupted: false\n";

    /** Failures in the middle of the output, since the whole takes minutes. */
    @RegisterExtension
    final TestWatcher failures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable failure) {
            machine.say("FAILED " + context.getDisplayName() + ": " + failure);
        }
    };

    VirtualMachine machine;
    GuestServer server;
    EncryptedDisk disk;

    @BeforeAll
    void boot() {
        machine = new VirtualMachine(MachineImages.build(), "encrypted-disk");
        var plain = machine.makeDisk("BACKUPS", 512);
        machine.plugIn(plain);
        machine.start();
        disk = new EncryptedDisk(machine, plain, "backups").setUp();
        machine.shell().run("""
                mkdir -p /srv/data /srv/large
                cd /srv/data
                head -c 400000 /dev/urandom | split -b 2000 -a 3 - file
                ln fileaaa link
                ln -s fileaab symbolic; mkdir empty; chmod 2750 empty; chown 1234:5678 fileaac; chmod 4755 fileaad
                sync
                """);
        changeLarge(10);
        server = new GuestServer(machine)
                .plan("data", DEVICE + "source: /srv/data\ndestination: /mnt/backups/data/latest")
                .plan(
                        "slow",
                        DEVICE + "source: /srv/large\ndestination: /mnt/backups/slow/latest\nbandwidth-limit: 100KB")
                .plan("laptop", DEVICE + "source: /srv/data\ndestination: /mnt/backups/laptop/latest")
                .start();
    }

    @AfterAll
    void end() {
        if (machine != null) {
            machine.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        machine.say(test.getDisplayName());
    }

    @AfterEach
    void tidyUp() {
        disk.tidyUp();
    }

    Api api() {
        return server.api();
    }

    /** New content: the next run of {@code slow} has so many seconds to do. */
    void changeLarge(int seconds) {
        machine.shell().run("head -c $1 /dev/urandom >/srv/large/file; sync /srv/large/file", seconds * 100_000);
    }

    MachineRun succeeded(String plan) {
        return awaitSucceeded(api().start(plan));
    }

    MachineRun awaitSucceeded(String id) {
        var run = awaitEnd(id);
        assertThat(run.state()).as(run + api().runLog(id)).isEqualTo("succeeded");
        return run;
    }

    /** Whatever its end is. */
    MachineRun awaitEnd(String id) {
        var run = new MachineRun(api().awaitEnd(id));
        machine.say(run.summary());
        return run;
    }

    void awaitTransfer(String id) {
        await("the transfer of " + id)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    var run = api().run(id);
                    assertThat(Api.ended(run)).as(run.toPrettyString()).isFalse();
                    return run.path("progress").path("bytes").asLong(0) > 0;
                });
    }
}
