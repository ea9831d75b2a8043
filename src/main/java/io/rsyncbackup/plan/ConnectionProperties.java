package io.rsyncbackup.plan;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;

/**
 * What plans that are made over the API may name but not write themselves.
 *
 * @param location The place on another host that such plans may use, and what lies below it, as in backup@web1:/srv or
 *     rsync://backup@nas/module/dir.
 * @param ssh How to log in with SSH, to the location or to the tunnel.
 * @param tunnel SSH login through which an rsync daemon is reached, as in backup@gateway:2222.
 * @param passwordFile File with the password of the rsync daemon's user.
 * @param crypto Name in /etc/crypttab of the encrypted disk below the destination.
 * @param mount Mount point in /etc/fstab of the disk below the destination.
 * @param sudo Whether rsync is run through sudo; only has an effect when the server does not run as root. Default: false.
 */
@ConfigurationPropertiesSource
public record ConnectionProperties(
        @Nullable String location,
        @Nullable Ssh ssh,
        @Nullable String tunnel,
        @Nullable String passwordFile,
        @Nullable String crypto,
        @Nullable String mount,
        @Nullable String sudo) {
    /** For a plan that names none. */
    static final ConnectionProperties NONE = new ConnectionProperties(null, null, null, null, null, null, null);

    /**
     * Logging in with SSH.
     *
     * @param identityFile File with the private key, as in /etc/backup/id_ed25519. Default: those that ssh finds by itself.
     * @param port Port of the SSH server; a tunnel's stands in tunnel. Default: 22.
     * @param knownHostsFile File with the host's key. Default: those that ssh finds by itself.
     */
    public record Ssh(
            @Nullable String identityFile,
            @Nullable String port,
            @Nullable String knownHostsFile) {}
}
