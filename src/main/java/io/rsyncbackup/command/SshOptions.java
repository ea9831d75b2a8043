package io.rsyncbackup.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that every ssh is started with. They win over all configuration files, so that none of those can turn the
 * check of host keys off, ask a person, forward anything or run something else.
 */
record SshOptions(SshTarget target, SshLimits limits) {
    /** {@code ssh} and its options, without account and host. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("ssh", "-T"));
        // older ones do not know all of these
        option(words, "IgnoreUnknown=KnownHostsCommand,SessionType,StdinNull,ForkAfterAuthentication");
        option(words, "BatchMode=yes");
        option(words, "StrictHostKeyChecking=yes");
        option(words, "NoHostAuthenticationForLocalhost=no");
        option(words, "VerifyHostKeyDNS=no");
        option(words, "KnownHostsCommand=none");
        option(words, "UpdateHostKeys=no");
        option(words, "ConnectTimeout=" + limits.connect().toSeconds());
        option(words, "ConnectionAttempts=1");
        option(words, "ServerAliveInterval=" + limits.alive().toSeconds());
        option(words, "ServerAliveCountMax=" + limits.missed());
        option(words, "ForwardAgent=no");
        option(words, "ForwardX11=no");
        option(words, "PermitLocalCommand=no");
        option(words, "Tunnel=no");
        option(words, "RemoteCommand=none");
        option(words, "StdinNull=no");
        option(words, "ForkAfterAuthentication=no");
        option(words, "ControlPersist=no");
        option(words, "LogLevel=INFO");
        Path knownHosts = target.knownHostsFile();
        if (knownHosts != null) {
            option(words, "UserKnownHostsFile=\"" + literal(knownHosts) + "\"");
        }
        Path identity = target.identityFile();
        if (identity != null) {
            option(words, "IdentitiesOnly=yes");
            // -i would look for the file before it reads percent signs
            option(words, "IdentityFile=\"" + literal(identity) + "\"");
        }
        Integer port = target.port();
        if (port != null) {
            words.addAll(List.of("-p", port.toString()));
        }
        return words;
    }

    /** The same for one of several that share a connection. */
    List<String> words(Path controlSocket) {
        List<String> words = words();
        option(words, "ClearAllForwardings=yes");
        option(words, "SessionType=default");
        words.addAll(List.of("-S", literal(controlSocket)));
        return words;
    }

    /** Account and host, which come after all options. */
    List<String> destination() {
        List<String> words = new ArrayList<>();
        @Nullable String user = target.user();
        if (user != null) {
            words.addAll(List.of("-l", user));
        }
        words.add(target.host());
        return words;
    }

    private static void option(List<String> words, String option) {
        words.addAll(List.of("-o", option));
    }

    /** A percent sign would begin one of ssh's own placeholders. */
    private static String literal(Path path) {
        return path.toString().replace("%", "%%");
    }
}
