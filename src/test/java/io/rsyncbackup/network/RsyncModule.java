package io.rsyncbackup.network;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A module of a test's rsync daemon: everything readable, writable and listed unless said otherwise. */
public final class RsyncModule {
    private final String name;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> users = new LinkedHashSet<>();

    private RsyncModule(String name, Path path) {
        this.name = name;
        set("path", path.toString());
        set("read only", "no");
        if ("root".equals(System.getProperty("user.name"))) {
            // a daemon that runs as root would else become nobody, whom temporary directories are closed to
            set("uid", "0");
            set("gid", "0");
        } else {
            set("use chroot", "no");
            set("munge symlinks", "no");
        }
    }

    public static RsyncModule of(String name, Path path) {
        return new RsyncModule(name, path);
    }

    /** Each has a password: {@link RsyncDaemon#password}. */
    public RsyncModule authUsers(String... names) {
        users.addAll(Arrays.asList(names));
        return set("auth users", String.join(", ", users));
    }

    public RsyncModule readOnly() {
        return set("read only", "yes");
    }

    public RsyncModule writeOnly() {
        return set("write only", "yes");
    }

    /** Names as rsync's long options without hyphens, wildcards too. */
    public RsyncModule refuseOptions(String... options) {
        return set("refuse options", String.join(" ", options));
    }

    public RsyncModule maxConnections(int count) {
        return set("max connections", Integer.toString(count));
    }

    /** A shell's command line. */
    public RsyncModule preTransfer(String command) {
        return set("pre-xfer exec", command);
    }

    public RsyncModule postTransfer(String command) {
        return set("post-xfer exec", command);
    }

    public RsyncModule useChroot(boolean use) {
        return set("use chroot", use ? "yes" : "no");
    }

    public RsyncModule numericIds(boolean numeric) {
        return set("numeric ids", numeric ? "yes" : "no");
    }

    public RsyncModule owner(String user, String group) {
        set("uid", user);
        return set("gid", group);
    }

    public RsyncModule incomingMode(String changes) {
        return set("incoming chmod", changes);
    }

    /** Any other parameter of {@code rsyncd.conf}. */
    public RsyncModule set(String parameter, String value) {
        if (value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a value of rsyncd.conf has one line: " + value);
        }
        parameters.put(parameter, value);
        return this;
    }

    String name() {
        return name;
    }

    Set<String> users() {
        return users;
    }

    String text() {
        StringBuilder text = new StringBuilder("[" + name + "]\n");
        parameters.forEach((parameter, value) ->
                text.append("  ").append(parameter).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
