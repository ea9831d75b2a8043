package io.rsyncbackup.backup;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.Trigger;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;

@Service
class PlanScheduledStarts implements ScheduledStarts {
    /** No token has such an id. */
    private static final String CALLER = ":schedule";

    private static final String NAME = "schedule";
    private static final StartRequest EVERYTHING = new StartRequest(List.of(), false, null, null, false);

    private final Plans plans;
    private final Runs runs;

    PlanScheduledStarts(Plans plans, Runs runs) {
        this.plans = plans;
        this.runs = runs;
    }

    @Override
    public Enqueued start(String name, Trigger trigger, Instant due) {
        Plan plan = plans.get(name);
        return runs.enqueue(
                RunRequests.of(
                        plan,
                        trigger,
                        NAME,
                        StepChoice.of(EVERYTHING, plan.spec().source() == null),
                        false,
                        null,
                        new RunOptions(null, false, false)),
                new IdempotencyKey(CALLER, due.toString(), NAME));
    }
}
