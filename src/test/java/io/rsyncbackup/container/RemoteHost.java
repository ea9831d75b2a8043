package io.rsyncbackup.container;

import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A container with sshd and an rsync daemon, and what a client needs to reach it. */
final class RemoteHost implements AutoCloseable {
    private final GenericContainer<?> container;
    private final Path directory;

    /** @param directory holds the client's key, known hosts and password file */
    RemoteHost(String image, Path directory) {
        this.directory = directory;
        Shell.run("mkdir -p \"$1\"; ssh-keygen -q -t ed25519 -N '' -f \"$1/identity\"", directory);
        container = new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(22, 873)
                .withCopyFileToContainer(
                        MountableFile.forHostPath(directory.resolve("identity.pub"), 0600),
                        "/root/.ssh/authorized_keys")
                .waitingFor(Wait.forListeningPorts(22, 873));
        container.start();
        write("known_hosts", "[127.0.0.1]:" + sshPort() + " " + run("cat /etc/ssh/ssh_host_ed25519_key.pub"));
        Shell.run("umask 077; echo 'not a secret' >\"$1/password\"", directory);
    }

    int sshPort() {
        return container.getMappedPort(22);
    }

    int daemonPort() {
        return container.getMappedPort(873);
    }

    /** Keys of a plan that reaches {@code directory} of this host by SSH. */
    String overSsh(String destination) {
        return "destination: \"root@127.0.0.1:" + destination + "\"\nssh: { identity-file: "
                + directory.resolve("identity") + ", port: " + sshPort() + ", known-hosts-file: "
                + directory.resolve("known_hosts") + " }";
    }

    /** Keys of a plan that reaches a directory of the module by its daemon. */
    String byDaemon(String path) {
        return "destination: \"rsync://backup@127.0.0.1:" + daemonPort() + "/backups/" + path + "\"\npassword-file: "
                + directory.resolve("password");
    }

    /** Output of a script in the container; ends at the first command that fails. */
    String run(String script) {
        try {
            var result = container.execInContainer("bash", "-c", "set -euo pipefail\n" + script);
            if (result.getExitCode() != 0) {
                throw new AssertionError(
                        "exit " + result.getExitCode() + " in the container of: " + script + "\n" + result.getStderr());
            }
            return result.getStdout().strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Nobody can log in or connect any more, and who has is cut off. */
    void stopServices() {
        run("pkill -KILL -x sshd || true; pkill -KILL -x rsync || true");
    }

    void startServices() {
        run("/start");
    }

    /** Stops all its processes where they are, as a host does that hangs. */
    void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    void thaw() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
