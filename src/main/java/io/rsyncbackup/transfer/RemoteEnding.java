package io.rsyncbackup.transfer;

import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.transfer.TransferOutcome.Failure;

/** What it means, and how it is mended, when the other side refuses or cannot be reached. */
final class RemoteEnding {
    private RemoteEnding() {}

    /** What the connection itself had to say. */
    static RsyncEnding of(ConnectionException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case NETWORK, TUNNEL -> failed(Failure.NETWORK, true, message);
            case HOST_KEY -> failed(Failure.HOST_KEY, false, message);
            case AUTHENTICATION -> failed(Failure.AUTHENTICATION, false, message);
        };
    }

    static RsyncEnding network(int exitCode, String line) {
        String message = "the connection to the other side failed or broke (exit code " + exitCode
                + "): is the host on, is the network there? The next run goes on where this one ended";
        return failed(Failure.NETWORK, true, line.isEmpty() ? message : message + " (" + line + ")");
    }

    static RsyncEnding silent(String host, long seconds) {
        return failed(
                Failure.NETWORK,
                true,
                "the rsync daemon on " + host + " has not answered for " + seconds
                        + " s: is the host on, is the network there? The next run goes on where this one ended");
    }

    static RsyncEnding hostKey(String line) {
        return failed(
                Failure.HOST_KEY,
                false,
                "the other host is not known by the key it shows: " + line
                        + "; compare it with the host's own key (ssh-keygen -lf, there) and add that to the known hosts");
    }

    static RsyncEnding sshLogin(String line) {
        return failed(
                Failure.AUTHENTICATION,
                false,
                "the SSH login was refused: " + line
                        + "; put this server's public key into that account's authorized_keys");
    }

    static RsyncEnding daemonLogin(String line) {
        return failed(
                Failure.AUTHENTICATION,
                false,
                "the rsync daemon refused the login: " + line
                        + "; check the user, the password file, and the module's 'auth users' and 'secrets file'");
    }

    static RsyncEnding passwordFile(String line) {
        return failed(
                Failure.AUTHENTICATION,
                false,
                "rsync cannot use the password file, which has to exist, belong to this server's user and be readable by"
                        + " nobody else (chmod 600): " + line);
    }

    static RsyncEnding moduleUnknown(boolean source, String line) {
        return failed(there(source), false, "the rsync daemon has no such module, see its rsyncd.conf: " + line);
    }

    static RsyncEnding moduleGone(boolean source, String line) {
        return failed(
                there(source),
                false,
                "the rsync daemon cannot enter the module's directory; does its path exist, is its disk mounted? "
                        + line);
    }

    static RsyncEnding moduleDenied(String line) {
        return failed(
                Failure.PERMISSION,
                false,
                "the rsync daemon lets this host in no further, see 'hosts allow' of the module: " + line);
    }

    static RsyncEnding moduleBusy(String line) {
        return failed(Failure.NETWORK, true, "the rsync daemon is busy, see 'max connections' of the module: " + line);
    }

    static RsyncEnding moduleReadOnly(String line) {
        return failed(
                Failure.READ_ONLY,
                false,
                "the module cannot be written; set 'read only = no' for it in the daemon's rsyncd.conf: " + line);
    }

    static RsyncEnding moduleWriteOnly(String line) {
        return failed(
                Failure.PERMISSION,
                false,
                "the module cannot be read; set 'write only = no' for it in the daemon's rsyncd.conf: " + line);
    }

    static RsyncEnding optionRefused(String line) {
        String option = line.substring(line.indexOf("refuse ") + "refuse ".length());
        return failed(
                Failure.PERMISSION,
                false,
                "the rsync daemon refuses the option " + option
                        + ", without which no backup is faithful; take it out of the module's 'refuse options'");
    }

    static RsyncEnding daemonRefused(String line) {
        return failed(
                Failure.PERMISSION, false, "the rsync daemon refused, see its log and the run's for why: " + line);
    }

    static RsyncEnding programMissing(String line) {
        return failed(
                Failure.INTERNAL,
                false,
                "the other host lacks a program, or it is not on the PATH of commands that come by SSH; install it"
                        + " there: " + line);
    }

    static RsyncEnding shellTalks(String line) {
        return failed(
                Failure.INTERNAL,
                false,
                "the account's shell on the other host prints something before rsync can speak; keep .bashrc and the"
                        + " like silent, and allow the account to run commands: " + line);
    }

    static RsyncEnding sudo(boolean thereToo, String line) {
        return failed(
                Failure.PERMISSION,
                false,
                (thereToo
                                ? "sudo on the other host refused; allow that account to run rsync without a password: "
                                : "sudo refused; allow this server's user to run rsync without a password: ")
                        + line);
    }

    /** Rsync heard nothing at all from there, and something else did speak. */
    static RsyncEnding notStarted(String line) {
        return failed(Failure.INTERNAL, false, "rsync did not start on the other host: " + line);
    }

    private static Failure there(boolean source) {
        return source ? Failure.SOURCE_MISSING : Failure.DESTINATION_UNAVAILABLE;
    }

    private static RsyncEnding failed(Failure failure, boolean retryable, String message) {
        return RsyncEnding.failed(failure, retryable, message);
    }
}
