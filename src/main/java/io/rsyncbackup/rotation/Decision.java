package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.List;

/** Keep or remove, for one snapshot, with its reasons (never empty). */
public record Decision(String snapshot, Instant takenAt, boolean kept, List<Reason> reasons) {}
