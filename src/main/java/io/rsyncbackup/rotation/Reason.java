package io.rsyncbackup.rotation;

import org.jspecify.annotations.Nullable;

/**
 * Why a snapshot stays or goes.
 *
 * @param rule a frequency in lower case, or {@code newest-complete newest pinned in-use future}
 * @param slot {@code 2026-11-20}, {@code 2026-W44} …; absent for rules without slots
 * @param position counted from 1, the newest slot; of a kept one, absent for a slot that holds only partial snapshots
 *     and does not use up the count
 * @param of the retention's count; absent for {@code always} and where there is no position
 * @param lostTo the snapshot that its slot keeps instead; of a removed one
 * @param beyond {@code count} or {@code window}: the retention does not reach its slot; of a removed one
 * @param text one sentence for people, as {@code daily 3 of 7 (2026-11-20)}
 */
public record Reason(
        String rule,
        @Nullable String slot,
        @Nullable Integer position,
        @Nullable Integer of,
        @Nullable String lostTo,
        @Nullable String beyond,
        String text) {}
