package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.cluster.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseConfigurationTest {
    @TempDir
    Path temporary;

    private ApplicationContextRunner server(Path directory) {
        return new ApplicationContextRunner()
                .withUserConfiguration(DataDirectoryConfiguration.class, DatabaseConfiguration.class)
                .withConfiguration(AutoConfigurations.of(
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        FlywayAutoConfiguration.class))
                .withPropertyValues("backup.data-directory=" + directory);
    }

    @Test
    void sqliteIsDurableAndChecksReferences() {
        server(temporary.resolve("data")).run(context -> {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(pragma(jdbc, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(jdbc, "synchronous")).isEqualTo("2");
            assertThat(pragma(jdbc, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(jdbc, "busy_timeout")).isEqualTo("20000");
            assertThat(jdbc.sql("select count(*) from run").query(Long.class).single())
                    .isZero();
        });
    }

    private static String pragma(JdbcClient jdbc, String name) {
        return jdbc.sql("pragma " + name).query(String.class).single();
    }

    @Test
    void theDataDirectoryAndItsFilesAreForTheOwnerOnly() {
        Path directory = temporary.resolve("deep/data");
        server(directory).run(context -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            for (String file : new String[] {"backup.db", "backup.db-wal", "node.lock", "node-id"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
        });
    }

    @Test
    void theNodeKeepsItsIdentity() {
        AtomicReference<Node> first = new AtomicReference<>();
        server(temporary.resolve("data")).run(context -> first.set(context.getBean(Node.class)));
        server(temporary.resolve("data"))
                .run(context -> assertThat(context.getBean(Node.class)).isEqualTo(first.get()));
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() {
        server(temporary.resolve("data"))
                .run(first -> server(temporary.resolve("data"))
                        .run(second -> assertThat(second.getStartupFailure())
                                .rootCause()
                                .hasMessageContaining("another server (process "
                                        + ProcessHandle.current().pid() + ") works on the data directory")
                                .hasMessageContaining("backup.data-directory")));
    }

    @Test
    void anotherProcessThatHoldsTheDirectoryIsNamed() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("data"));
        Files.writeString(directory.resolve("node.lock"), "4711\n");
        // fcntl locks are what both Java and this Python hold
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys;f=open(sys.argv[1],'r+');fcntl.lockf(f,fcntl.LOCK_EX);print('held',flush=True);sys.stdin.read()",
                        directory.resolve("node.lock").toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            server(directory)
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .hasMessageContaining("another server (process 4711)"));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        server(directory).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aForeignDirectoryKeepsItsPermissions() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("shared"));
        Files.createFile(directory.resolve("somebody's"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server(directory)
                .run(context -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                        .isEqualTo("rwxr-xr-x"));
    }

    @Test
    void aBrokenIdentityStopsTheStart() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("data"));
        Files.writeString(directory.resolve("node-id"), "");
        server(directory)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("does not hold a UUID; restore it"));
    }

    @Test
    void anotherVendorIsRefusedWithoutItsSecrets() {
        server(temporary.resolve("data"))
                .withPropertyValues("spring.datasource.url=jdbc:mysql://host/db?password=secret")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("spring.datasource.url=jdbc:mysql://host/db?…")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void networkFileSystemsAreRefusedAndLocalOnesAreNot() {
        assertThat(new String[] {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})
                .allMatch(DatabaseConfiguration::isNetwork);
        assertThat(new String[] {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "virtiofs", "fuse.bindfs"})
                .noneMatch(DatabaseConfiguration::isNetwork);
    }
}
