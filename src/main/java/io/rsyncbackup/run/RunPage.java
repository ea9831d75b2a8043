package io.rsyncbackup.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Newest first by queuedAt; {@code next} is an opaque cursor, absent on the last page. */
public record RunPage(List<Run> items, @Nullable String next) {}
