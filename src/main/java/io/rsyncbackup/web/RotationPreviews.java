package io.rsyncbackup.web;

import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.rotation.RotationRules;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Previews of what rotation would do now, as they are sent. Long ones are kept for the rest of a minute, or until a
 * snapshot or the rules change: nothing else can change them, but for a snapshot of the future whose time comes.
 */
@Component
class RotationPreviews {
    private static final int LONG = 500;
    private static final int MOST = 8;
    private static final long MINUTE = 60_000;

    private record Key(long version, RotationRules rules, long minute) {}

    private record Kept(Key key, SoftReference<byte[]> json) {}

    private final Plans plans;
    private final BackupService backups;
    private final WebJson json;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Kept> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    RotationPreviews(Plans plans, BackupService backups, WebJson json, Clock clock) {
        this.plans = plans;
        this.backups = backups;
        this.json = json;
        this.clock = clock;
    }

    byte[] now(String name) {
        Plan plan = plans.get(name);
        Key key =
                new Key(backups.snapshotsVersion(name), plan.spec().rotation(), Math.floorDiv(clock.millis(), MINUTE));
        // one at a time: whoever waits finds what the one before has made
        lock.lock();
        try {
            byte[] found = find(name, key);
            return found == null ? make(name, key) : found;
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] find(String plan, Key key) {
        Kept last = kept.get(plan);
        return last != null && last.key().equals(key) ? last.json().get() : null;
    }

    private byte[] make(String plan, Key key) {
        RotationResource preview = RotationResource.of(backups.preview(plan, null, null, null, null));
        byte[] made = json.mapper().writeValueAsBytes(preview);
        if (preview.decisions().size() >= LONG) {
            kept.put(plan, new Kept(key, new SoftReference<>(made)));
        }
        return made;
    }
}
