package io.rsyncbackup.command;

import java.time.Duration;

/**
 * How patient a runner is.
 *
 * @param linger how long processes that outlive the main one may go on, and keep its output open, before they are ended
 * @param grace how long a process has to end after TERM before it gets KILL
 */
public record CommandLimits(Duration linger, Duration grace) {
    public static final CommandLimits DEFAULT = new CommandLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));

    public CommandLimits {
        if (linger.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("linger and grace must not be negative");
        }
    }
}
