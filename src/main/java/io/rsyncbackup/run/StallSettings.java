package io.rsyncbackup.run;

import java.time.Duration;

/**
 * When a run is taken for stuck.
 *
 * @param after how long nothing of it may be seen: no line of its log, no progress, no step that begins or ends; zero: for ever
 */
public record StallSettings(Duration after) {}
