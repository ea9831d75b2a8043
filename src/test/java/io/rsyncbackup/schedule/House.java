package io.rsyncbackup.schedule;

import io.rsyncbackup.backup.ScheduledStarts;
import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Member;
import io.rsyncbackup.cluster.Node;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.cluster.Timetable;
import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.plan.EndedRun;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Closure;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.NotAdmittedException;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The room {@code schedule} for real, with what lies below it in memory, and a clock that a test moves. */
final class House extends Clock implements Plans, Timetable, ScheduledStarts, Cluster {
    /** A run that was asked for. */
    record Asked(String plan, Trigger trigger, Instant due) {}

    final List<Asked> asked = new ArrayList<>();
    final TreeMap<String, Plan> plans = new TreeMap<>();
    final Set<String> paused = new HashSet<>();
    final Map<String, Due> table = new TreeMap<>();
    final Map<String, Due> postponedTable = new TreeMap<>();
    final SkippedTicks skipped = new SkippedTicks();
    private final States states = new States();
    Function<Run, Enqueued> answer = Enqueued.Accepted::new;
    boolean shared;
    List<Member> others = List.of();
    Instant lastSuccess;
    Instant firstSeen;
    Instant now;
    ScheduleKeeper keeper = new ScheduleKeeper(this, states, this, this, skipped, this);
    private final PostponedRuns postponed = new PostponedRuns(this, states, this, this, new Placement(this), this);
    final ClosableAdmission admission = new ClosableAdmission();
    private final Ticks ticks = new Ticks(this, states, this, postponed, skipped, new Placement(this), admission, this);

    House(String now) {
        this.now = Instant.parse(now);
    }

    House plan(String name, String schedule) {
        plans.put(
                name,
                new Plan(
                        name,
                        Plan.Origin.CONFIGURATION,
                        1,
                        PlanSpecs.thaw("{\"source\": \"/home\", \"destination\": \"/b/x/latest\","
                                + " \"zone\": \"Europe/Amsterdam\", \"schedule\": " + schedule + "}")));
        return this;
    }

    House restart() {
        keeper = new ScheduleKeeper(this, states, this, this, skipped, this);
        keeper.keep();
        return this;
    }

    /** What the clock of all servers does; returns how many ticks it executed. */
    int executeDue() {
        int executed = 0;
        for (Due due : List.copyOf(postponedTable.values())) {
            if (!due.at().isAfter(now)) {
                executed++;
                postponedTable.remove(due.id());
                postponed.execute(due).ifPresent(at -> postponedTable.put(due.id(), new Due(due.id(), due.data(), at)));
            }
        }
        for (Due due : List.copyOf(table.values())) {
            if (!due.at().isAfter(now)) {
                executed++;
                table.remove(due.id());
                ticks.execute(due).ifPresent(at -> table.put(due.id(), new Due(due.id(), due.data(), at)));
            }
        }
        return executed;
    }

    private Map<String, Due> of(String task) {
        return task.equals(Tick.TASK) ? table : postponedTable;
    }

    void refuses(String why) {
        answer = run -> {
            throw new NotAdmittedException(new Closure(Closure.Reason.DRAINING, why));
        };
    }

    /** Goes on in steps, as time does. */
    void pass(Duration time, Duration step) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plus(step);
            executeDue();
            keeper.keep();
        }
    }

    Instant at(String plan) {
        return table.get(plan).at();
    }

    @Override
    public Enqueued start(String plan, Trigger trigger, Instant due) {
        RunRequest request = new RunRequest(
                plan, 1, trigger, "schedule", List.of(), false, null, Map.of(), "{}", plan, null, false, null);
        Enqueued enqueued = answer.apply(new Run(
                "01",
                request,
                RunState.QUEUED,
                null,
                null,
                now,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null));
        asked.add(new Asked(plan, trigger, due));
        return enqueued;
    }

    @Override
    public List<Plan> all() {
        return List.copyOf(plans.values());
    }

    @Override
    public Optional<Plan> find(String name) {
        return Optional.ofNullable(plans.get(name));
    }

    @Override
    public boolean put(String task, String id, Instant at, String data) {
        of(task).put(id, new Due(id, data, at));
        return true;
    }

    @Override
    public void putIfAbsent(String task, String id, Instant at, String data) {
        of(task).putIfAbsent(id, new Due(id, data, at));
    }

    @Override
    public void remove(String task, String id) {
        of(task).remove(id);
    }

    @Override
    public Optional<Due> find(String task, String id) {
        return Optional.ofNullable(of(task).get(id));
    }

    @Override
    public List<Due> all(String task) {
        return of(task).values().stream().sorted(Comparator.comparing(Due::at)).toList();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Node self() {
        return new Node("this");
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public Set<String> dead() {
        return Set.of();
    }

    @Override
    public boolean isolated() {
        return false;
    }

    @Override
    public Member member() {
        return new Member("this", Set.of(), Map.of(), null);
    }

    @Override
    public List<Member> others() {
        return others;
    }

    @Override
    public List<Member> everyOther() {
        return others;
    }

    @Override
    public List<String> disagreements() {
        return List.of();
    }

    /** Remembers what stands still. */
    private final class States implements PlanStates {
        @Override
        public PlanState get(String plan) {
            return new PlanState(
                    plan,
                    paused.contains(plan),
                    Set.of(),
                    lastSuccess,
                    null,
                    null,
                    null,
                    0,
                    null,
                    null,
                    firstSeen,
                    null,
                    null);
        }

        @Override
        public void pause(String plan, boolean stands) {
            if (stands) {
                paused.add(plan);
            } else {
                paused.remove(plan);
            }
        }

        @Override
        public void knowDestination(String plan, String destinationId) {}

        @Override
        public void runEnded(String plan, EndedRun run) {}

        @Override
        public void destinationSeen(String plan, Capacity capacity, long trashPending, Instant at) {}

        @Override
        public void destinationMissing(String plan) {}
    }
}
