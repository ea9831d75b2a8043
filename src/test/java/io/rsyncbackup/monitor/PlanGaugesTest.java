package io.rsyncbackup.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.TestClock;
import io.rsyncbackup.status.Fakes;
import io.rsyncbackup.status.PlanStatus;
import io.rsyncbackup.status.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanGaugesTest {
    private final TestClock clock = new TestClock();

    @Test
    void aPlanBecomesOverdueAlsoWhileTheDatabaseIsAway() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SuddenlyAway plans = new SuddenlyAway();
        PlanStates states = new Fakes.States(new PlanState(
                "laptop", false, Set.of(), clock.instant(), null, null, null, 0, null, null, null, null, null));
        Runs runs = new Fakes.History(Optional.empty(), Optional.empty());
        Facts facts = new Facts(plans, states, new Unchanged(), Fakes.noSnapshots(), runs);
        new PlanGauges(plans, facts, clock).bindTo(registry);
        assertThat(overdue(registry)).isZero();
        plans.away = true;
        clock.advance(Duration.ofHours(2));
        assertThat(overdue(registry)).isZero();
        clock.advance(Duration.ofMinutes(13));
        assertThat(overdue(registry)).isEqualTo(1);
    }

    private static double overdue(SimpleMeterRegistry registry) {
        return registry.get("backup.overdue").tag("plan", "laptop").gauge().value();
    }

    /** As it was when the database was last there. */
    private static final class Unchanged implements Status {
        @Override
        public List<PlanStatus> all() {
            return List.of(of("laptop"));
        }

        @Override
        public PlanStatus of(String plan) {
            return new PlanStatus(plan, null, null, null, null, false, null, 0, false, null, true);
        }

        @Override
        public List<String> differing() {
            return List.of();
        }
    }

    /** One plan, until nobody can tell any more. */
    private static final class SuddenlyAway implements Plans {
        private final Plan plan = new Plan(
                "laptop",
                Plan.Origin.CONFIGURATION,
                1,
                PlanSpecs.thaw(
                        "{\"source\": \"/home\", \"destination\": \"/b/x/latest\", \"expectedInterval\": \"2h\"}"));
        private boolean away;

        @Override
        public List<Plan> all() {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return List.of(plan);
        }

        @Override
        public Optional<Plan> find(String name) {
            return all().stream().filter(one -> one.name().equals(name)).findFirst();
        }
    }
}
