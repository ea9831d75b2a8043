package io.rsyncbackup.backup;

import io.rsyncbackup.rotation.RotationDecisions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What rotation would decide; {@code asOf} is when the index last saw the destination. */
public record RotationPreview(String plan, @Nullable Instant asOf, RotationDecisions decisions) {}
