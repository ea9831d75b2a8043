package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** A step that notices when two of it write to one destination at once, or one run runs twice. */
final class Overlaps {
    private final Map<String, String> writers = new ConcurrentHashMap<>();
    private final List<String> conflicts = new CopyOnWriteArrayList<>();
    private final List<String> performed = new CopyOnWriteArrayList<>();

    StepResult perform(StepContext context) {
        String run = context.run().id();
        String destination = context.run().request().destinationKey();
        String other = writers.putIfAbsent(destination, run);
        if (other != null) {
            conflicts.add(run + " and " + other + " on " + destination);
        }
        performed.add(run);
        RunLifeContract.pause(ThreadLocalRandom.current().nextLong(30));
        writers.remove(destination, run);
        return StepResult.succeeded();
    }

    void verify(int runs) {
        assertThat(conflicts).isEmpty();
        assertThat(performed).hasSize(runs).doesNotHaveDuplicates();
    }
}
