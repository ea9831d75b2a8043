package io.rsyncbackup.transfer;

import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import org.jspecify.annotations.Nullable;

/** What an exit code of rsync and its complaints mean: the one table. */
record RsyncEnding(Result result, @Nullable Failure failure, boolean retryable, String message) {
    private static final String SUCCEEDED = "everything at the source is saved";

    /**
     * Reads how rsync ended.
     *
     * @param inodesUsedUp whether the destination's file system has room but no inode left
     */
    static RsyncEnding of(int exitCode, RsyncErrors errors, boolean inodesUsedUp) {
        RsyncErrors.Kind kind = errors.gravest();
        String said = errors.saidInsteadOfRsync();
        boolean connectionOnly = kind == null || kind == RsyncErrors.Kind.OTHER || kind == RsyncErrors.Kind.CONNECTION;
        // 255 is ssh's own
        if (said != null && connectionOnly && exitCode != 255) {
            return RemoteEnding.notStarted(said);
        }
        return switch (exitCode) {
            case 0 -> new RsyncEnding(Result.SUCCEEDED, null, false, SUCCEEDED);
            case 24 -> vanished(errors);
            case 23 -> kind == null ? someNotRead(errors) : failed(exitCode, kind, errors, inodesUsedUp);
            case 10, 12, 30, 35, 255 ->
                kind == null || connectionOnly
                        ? RemoteEnding.network(exitCode, errors.line(RsyncErrors.Kind.CONNECTION))
                        : failed(exitCode, kind, errors, inodesUsedUp);
            case 11 ->
                kind == null
                        ? failed(Failure.INTERNAL, false, "rsync could not read or write a file (exit code 11)")
                        : failed(exitCode, kind, errors, inodesUsedUp);
            // a proxy or tunnel takes the connection though nothing is behind it
            case 5 -> {
                if (kind == RsyncErrors.Kind.CONNECTION) {
                    yield RemoteEnding.network(exitCode, errors.line(RsyncErrors.Kind.CONNECTION));
                }
                yield kind == null
                        ? failed(Failure.AUTHENTICATION, false, "the rsync daemon refused: see the run's log")
                        : failed(exitCode, kind, errors, inodesUsedUp);
            }
            case 20, 130, 137, 143 ->
                failed(Failure.INTERNAL, false, "rsync was ended from outside (exit code " + exitCode + ")");
            default ->
                kind == null
                        ? failed(
                                Failure.INTERNAL,
                                false,
                                "rsync failed with exit code " + exitCode + ": see the run's log")
                        : failed(exitCode, kind, errors, inodesUsedUp);
        };
    }

    private static RsyncEnding vanished(RsyncErrors errors) {
        return new RsyncEnding(
                Result.SUCCEEDED,
                null,
                false,
                SUCCEEDED + " but " + errors.vanished().count() + " files that vanished meanwhile");
    }

    static RsyncEnding partial(long unreadable) {
        return new RsyncEnding(
                Result.PARTIAL,
                Failure.UNREADABLE_FILES,
                false,
                unreadable + " paths at the source could not be read; everything else is saved");
    }

    private static RsyncEnding someNotRead(RsyncErrors errors) {
        if (errors.onlyReplacedDirectories()) {
            return new RsyncEnding(Result.SUCCEEDED, null, false, SUCCEEDED);
        }
        long unreadable = errors.unreadable().count();
        if (unreadable > 0) {
            return partial(unreadable);
        }
        return errors.vanished().count() > 0
                ? vanished(errors)
                : failed(
                        Failure.INTERNAL, false, "rsync did not transfer everything (exit code 23): see the run's log");
    }

    private static RsyncEnding failed(int exitCode, RsyncErrors.Kind kind, RsyncErrors errors, boolean inodesUsedUp) {
        String line = errors.line(kind);
        return switch (kind) {
            case HOST_KEY -> RemoteEnding.hostKey(line);
            case AUTHENTICATION -> RemoteEnding.sshLogin(line);
            case DAEMON_LOGIN -> RemoteEnding.daemonLogin(line);
            case PASSWORD_FILE -> RemoteEnding.passwordFile(line);
            case MODULE_UNKNOWN -> RemoteEnding.moduleUnknown(errors.remoteSource(), line);
            case MODULE_GONE -> RemoteEnding.moduleGone(errors.remoteSource(), line);
            case MODULE_DENIED -> RemoteEnding.moduleDenied(line);
            case MODULE_BUSY -> RemoteEnding.moduleBusy(line);
            case MODULE_READ_ONLY -> RemoteEnding.moduleReadOnly(line);
            case MODULE_WRITE_ONLY -> RemoteEnding.moduleWriteOnly(line);
            case OPTION_REFUSED -> RemoteEnding.optionRefused(line);
            case DAEMON_REFUSED -> RemoteEnding.daemonRefused(line);
            case SHELL_TALKS -> RemoteEnding.shellTalks(line);
            case PROGRAM_MISSING -> RemoteEnding.programMissing(line);
            case SUDO -> RemoteEnding.sudo(exitCode != 1, line);
            case CONNECTION -> RemoteEnding.network(exitCode, line);
            case NO_SPACE -> outOfSpace(line);
            case NO_ROOM_FOR_A_FILE -> inodesUsedUp ? outOfInodes(line) : outOfSpace(line);
            case QUOTA -> failed(Failure.OUT_OF_SPACE, false, "the quota at the destination is used up: " + line);
            case READ_ONLY ->
                failed(Failure.READ_ONLY, false, "the destination's file system is mounted read-only: " + line);
            case INPUT_OUTPUT ->
                failed(Failure.INTERNAL, false, "a disk reports errors, see the kernel's log (dmesg): " + line);
            case NOT_CONNECTED ->
                failed(Failure.DESTINATION_UNAVAILABLE, false, "a mounted file system is gone: " + line);
            case TOO_MANY_LINKS ->
                failed(Failure.INTERNAL, false, "a file has as many names as its file system allows: " + line);
            case SOURCE_ROOT_MISSING ->
                failed(Failure.SOURCE_MISSING, false, "the source does not exist or is no directory: " + line);
            case SOURCE_ROOT_UNREADABLE ->
                failed(Failure.PERMISSION, false, "the source must not be read by the user of this run: " + line);
            case DESTINATION_MISSING ->
                failed(Failure.DESTINATION_UNAVAILABLE, false, "the destination is not there: " + line);
            case DESTINATION_DENIED ->
                failed(
                        Failure.PERMISSION,
                        false,
                        "the destination must not be written by the user of this run: " + line);
            case OTHER -> failed(Failure.INTERNAL, false, "rsync failed: " + line);
        };
    }

    private static RsyncEnding outOfSpace(String line) {
        return failed(Failure.OUT_OF_SPACE, false, "the destination is full: " + line);
    }

    private static RsyncEnding outOfInodes(String line) {
        return failed(Failure.OUT_OF_INODES, false, "the destination has no room for more files: " + line);
    }

    static RsyncEnding failed(Failure failure, boolean retryable, String message) {
        return new RsyncEnding(Result.FAILED, failure, retryable, message);
    }
}
