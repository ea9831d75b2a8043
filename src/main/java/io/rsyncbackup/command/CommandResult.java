package io.rsyncbackup.command;

import java.time.Duration;

/**
 * How a program ended.
 *
 * @param exitCode its exit code; 128 + signal number when a signal ended it
 * @param stopped true when it was ended because the {@link StopSignal} was requested
 * @param duration by a monotonic clock
 * @param outputTail the last lines of standard output, at most 64 KiB, undecodable bytes replaced
 * @param errorTail the last lines of standard error, at most 64 KiB, undecodable bytes replaced
 * @param leftSome true when processes outlived it for so long that they were ended
 */
public record CommandResult(
        int exitCode, boolean stopped, Duration duration, String outputTail, String errorTail, boolean leftSome) {
    /** Of a program that left nothing behind. */
    public CommandResult(int exitCode, boolean stopped, Duration duration, String outputTail, String errorTail) {
        this(exitCode, stopped, duration, outputTail, errorTail, false);
    }

    public boolean succeeded() {
        return exitCode == 0 && !stopped;
    }
}
