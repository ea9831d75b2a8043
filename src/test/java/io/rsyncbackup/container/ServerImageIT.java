package io.rsyncbackup.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Capability;
import io.rsyncbackup.system.Api;
import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image that {@code docker/Dockerfile} makes of the packaged jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerImageIT {
    private static final String CONFIGURATION =
            "backup: { plans: { data: { source: %s, destination: /backups/data/latest, sudo: false } } }";
    private static final String RECORD = "cd \"$1\"; find . -printf '%p %y %m %U:%G %T@ %l\\n' | sort;"
            + " find . -type f -print0 | sort -z | xargs -0 -r sha256sum";

    private ContainerEngine engine;
    private Path directory;
    private String image;

    @BeforeAll
    void build(@TempDir Path temporary) {
        Needs.longFormOrCi();
        Needs.root();
        directory = temporary;
        engine = ContainerEngine.ready();
        image = engine.serverImage();
        Shell.run("""
                mkdir -p "$1/source/directory"; cd "$1/source"
                head -c 300000 /dev/urandom | split -b 20000 -a 3 - file; ln fileaaa link; ln -s fileaab symbolic
                chmod -R a+rX .
                """, temporary);
    }

    @AfterAll
    void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void backsUpWithoutRootAnyCapabilityOrAFileSystemToWriteTo() throws Exception {
        try (var container = server("/source", this::onAVolumeOfKubernetes)) {
            assertThat(in(container, "id -u; head -n 1 /proc/1/cmdline | tr '\\0' ' '"))
                    .startsWith("10001\ntini -- ");
            backUp(container);
            assertThat(in(container, "cat /backups/data/[0-9]*/file* | sha256sum"))
                    .isEqualTo(Shell.run("cat \"$1\"/source/file* | sha256sum", directory));
            await("its own opinion").atMost(Duration.ofSeconds(30)).until(container::isHealthy);
            assertThat(in(
                            container,
                            "java -XX:AOTCache=/opt/server/cache @/opt/server/java-options -XX:AOTMode=on"
                                    + " -cp /opt/server/server.jar -version 2>&1"))
                    .contains("25");
        }
    }

    @Test
    void keepsOwnersOfAWholeHostAsRootWithTheRightsThatTakes() throws Exception {
        Shell.run("cd \"$1/source\"; touch secret; chown 1234:5678 secret fileaac; chmod 600 secret", directory);
        try (var container = server(
                "/source",
                changed -> changed.withCreateContainerCmdModifier(command -> command.withUser("0:0")
                        .getHostConfig()
                        .withCapAdd(
                                Capability.CHOWN,
                                Capability.DAC_OVERRIDE,
                                Capability.DAC_READ_SEARCH,
                                Capability.FOWNER,
                                Capability.FSETID,
                                Capability.MKNOD,
                                Capability.SETFCAP)))) {
            backUp(container);
            assertThat(in(container, RECORD.replace("\"$1\"", "/backups/data/[0-9]*")))
                    .isEqualTo(Shell.run(RECORD, directory.resolve("source")));
        } finally {
            Shell.run("rm \"$1/source/secret\"", directory);
        }
    }

    @Test
    void saysWhatIsInIt() {
        assertThat(Shell.run(
                        "docker image inspect -f '{{index .Config.Labels \"org.opencontainers.image.version\"}}' \"$1\"",
                        image))
                .isEqualTo("1.2.3");
        assertThat(Shell.run(
                        "docker run --rm --entrypoint cat \"$1\" /usr/share/doc/rsync-backup-server/sbom/application.cdx.json",
                        image))
                .contains("\"CycloneDX\"", "pkg:maven/org.xerial/sqlite-jdbc");
        assertThat(Shell.run(
                        "docker run --rm --entrypoint cat \"$1\" /usr/share/doc/rsync-backup-server/THIRD-PARTY.txt",
                        image))
                .contains("(org.xerial:sqlite-jdbc:");
        assertThat(Long.parseLong(Shell.run("docker image inspect -f '{{.Size}}' \"$1\"", image)))
                .isLessThan(450_000_000);
    }

    /** It belongs to root, and to a group of the server's; the chart names a directory in it. */
    private void onAVolumeOfKubernetes(GenericContainer<?> container) {
        var volume = directory.resolve("volume");
        Shell.run("mkdir \"$1\"; chown 0:10001 \"$1\"; chmod 2775 \"$1\"", volume);
        container
                .withFileSystemBind(volume.toString(), "/var/lib/rsync-backup-server", BindMode.READ_WRITE)
                .withEnv("BACKUP_DATADIRECTORY", "/var/lib/rsync-backup-server/data");
    }

    private GenericContainer<?> server(String source, Consumer<GenericContainer<?>> change) throws Exception {
        var configuration = Files.writeString(directory.resolve("application.yaml"), CONFIGURATION.formatted(source));
        Shell.run("chmod 755 \"$1\"; chmod 644 \"$2\"", directory, configuration);
        var container = new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(8080)
                .withFileSystemBind(
                        configuration.toString(), "/etc/rsync-backup-server/application.yaml", BindMode.READ_ONLY)
                .withFileSystemBind(directory.resolve("source").toString(), "/source", BindMode.READ_ONLY)
                .withTmpFs(Map.of("/tmp", "rw,noexec"))
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL))
                .waitingFor(Wait.forHttp("/actuator/health/readiness").withStartupTimeout(Duration.ofMinutes(2)));
        change.accept(container);
        container.start();
        return container;
    }

    private void backUp(GenericContainer<?> container) throws Exception {
        var token = Files.writeString(
                directory.resolve("token"),
                in(container, "cat $(find /var/lib/rsync-backup-server -name admin.token)"));
        var run = new Api(container.getMappedPort(8080), token).runToEnd("data");
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
    }

    private static String in(GenericContainer<?> container, String script) throws Exception {
        var result = container.execInContainer("bash", "-euo", "pipefail", "-c", script);
        assertThat(result.getExitCode()).as(result.toString()).isZero();
        return result.getStdout().strip();
    }
}
