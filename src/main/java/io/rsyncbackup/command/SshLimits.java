package io.rsyncbackup.command;

import java.time.Duration;

/**
 * How patient an SSH connection is.
 *
 * @param connect how long the host may take to answer and to let us in
 * @param alive how often either side shows that it is still there, in whole seconds
 * @param missed how many signs of life in a row may be missed before the connection counts as broken
 * @param programs for what runs on the host
 */
public record SshLimits(Duration connect, Duration alive, int missed, CommandLimits programs) {
    public static final SshLimits DEFAULT =
            new SshLimits(Duration.ofSeconds(15), Duration.ofSeconds(15), 3, CommandLimits.DEFAULT);

    public SshLimits {
        if (connect.toSeconds() < 1 || alive.toSeconds() < 1 || missed < 1) {
            throw new IllegalArgumentException("an SSH connection needs at least a second");
        }
    }

    /** After this long without a sign of life the programs on the host are ended. */
    Duration silence() {
        return alive.multipliedBy(missed + 1L);
    }

    /** The same, but no more patient with a connection that has fallen silent than this. */
    public SshLimits within(Duration silence) {
        long seconds = Math.clamp(silence.toSeconds() / (missed + 1L), 1, alive.toSeconds());
        return new SshLimits(connect, Duration.ofSeconds(seconds), missed, programs);
    }
}
