package io.rsyncbackup.network;

import io.rsyncbackup.network.SshServer.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** Accounts that only one server knows, not the machine. */
final class SshAccounts {
    private static final int FIRST_ID = 60_001;

    private SshAccounts() {}

    /** Starts what follows where the lists of accounts are this server's own. */
    static List<String> prefix(Path directory, List<Account> accounts) throws IOException {
        if (accounts.isEmpty()) {
            return List.of();
        }
        StringBuilder passwd = new StringBuilder(Files.readString(Path.of("/etc/passwd")));
        StringBuilder shadow = new StringBuilder(Files.readString(Path.of("/etc/shadow")));
        StringBuilder group = new StringBuilder(Files.readString(Path.of("/etc/group")));
        for (int i = 0; i < accounts.size(); i++) {
            Account account = accounts.get(i);
            int id = FIRST_ID + i;
            Path home = Files.createDirectories(directory.resolve("home").resolve(account.name()));
            Files.setAttribute(home, "unix:uid", id);
            Files.setAttribute(home, "unix:gid", id);
            passwd.append("%s:x:%d:%d::%s:%s%n".formatted(account.name(), id, id, home, account.shell()));
            shadow.append("%s:*:20000:0:99999:7:::%n".formatted(account.name()));
            group.append("%s:x:%d:%n".formatted(account.name(), id));
            if (account.sudo()) {
                Path rule =
                        Files.createDirectories(directory.resolve("sudoers")).resolve(account.name());
                Files.writeString(rule, account.name() + " ALL=(root) NOPASSWD: ALL\n");
            }
        }
        Files.writeString(directory.resolve("passwd"), passwd);
        Files.writeString(directory.resolve("shadow"), shadow);
        Files.writeString(directory.resolve("group"), group);
        // their homes and keys must be reached by the accounts themselves
        for (Path each = directory; each != null && !each.equals(Path.of("/tmp")); each = each.getParent()) {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(each);
            if (mode.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(each, mode);
            }
        }
        String script = "cd \"$0\" && for each in passwd shadow group; do mount --bind $each /etc/$each || exit; done;"
                + " [ ! -d sudoers ] || mount --bind sudoers /etc/sudoers.d || exit; cd /; exec \"$@\"";
        return List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script, directory.toString());
    }
}
