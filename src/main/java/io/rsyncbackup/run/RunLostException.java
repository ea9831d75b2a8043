package io.rsyncbackup.run;

/** The run does not run on this server any more: another one took this one for dead and ended it. */
final class RunLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunLostException(Lease lease) {
        super("run " + lease.run() + " was ended by another server, which took this one for dead");
    }
}
