package io.rsyncbackup.cluster;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Executes what is due in the {@link Timetable}: the clock of all servers on one database. Begins when the server is ready
 * and ends at the first moment of a shutdown.
 */
@Component
class Timekeeper implements SmartLifecycle {
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int THREADS = 4;

    private final Node self;
    private final ClusterSettings settings;
    private final JdbcClient jdbc;
    private final DataSource source;
    private final Clock clock;
    private final ObjectProvider<TimedTask> timed;
    private final ObjectProvider<RecurringTask> recurring;
    private volatile @Nullable Scheduler scheduler;

    Timekeeper(
            Node self,
            ClusterSettings settings,
            JdbcClient jdbc,
            DataSource source,
            Clock clock,
            ObjectProvider<TimedTask> timed,
            ObjectProvider<RecurringTask> recurring) {
        this.self = self;
        this.settings = settings;
        this.jdbc = jdbc;
        this.source = source;
        this.clock = clock;
        this.timed = timed;
        this.recurring = recurring;
    }

    /** Looks for what is due now instead of in a moment. */
    void wake() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void start() {
        dropWhatWasExecuted();
        List<Task<?>> tasks = new ArrayList<>();
        timed.orderedStream().map(this::task).forEach(tasks::add);
        recurring.orderedStream().map(task -> task(new Recurrence(task, clock))).forEach(tasks::add);
        Scheduler started = new SteadyScheduler(source, tasks)
                .schedulerName(self::id)
                .clock(clock::instant)
                .tableName("timed_task")
                .jdbcCustomization(new SchedulerColumns())
                .serializer(new TextSerializer())
                .threads(THREADS)
                .pollingInterval(POLL)
                .pollUsingFetch(0.5, 3.0)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(LAST_WORDS)
                .failureLogging(LogLevel.WARN, true)
                .build();
        started.start();
        scheduler = started;
    }

    @Override
    public void stop() {
        Scheduler running = scheduler;
        scheduler = null;
        if (running != null) {
            running.stop();
        }
    }

    /** Before runs are waited for: what is due then would only be refused. */
    @EventListener(ContextClosedEvent.class)
    public void closing() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /**
     * What this server executed when it died is nobody's now. The library would wait until the last sign of that is old by
     * the clock, which may have been ahead then.
     */
    private void dropWhatWasExecuted() {
        jdbc.sql("""
                        update timed_task set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where picked = true and (picked_by = :self or :alone = 1)""")
                .param("self", self.id())
                .param("alone", settings.shared() ? 0 : 1)
                .update();
    }

    private Task<String> task(TimedTask task) {
        return Tasks.custom(task.name(), String.class)
                .onFailure((complete, operations) -> operations.reschedule(
                        complete, clock.instant().plus(pause(complete.getExecution().consecutiveFailures))))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Due due = DueText.read(instance.getId(), instance.getData(), context.getExecution().executionTime);
                    return completion(due, task.execute(due));
                });
    }

    /** What stays due waits a little all the same: the oldest come first, and many of them would let nothing else come. */
    private CompletionHandler<String> completion(Due due, Optional<Instant> next) {
        return (complete, operations) -> {
            if (next.isEmpty()) {
                operations.remove();
            } else if (next.get().isAfter(due.at())) {
                operations.reschedule(complete, next.get(), due.data());
            } else {
                operations.reschedule(complete, clock.instant().plus(LOOK_AGAIN), DueText.waiting(due));
            }
        };
    }

    /** 10 seconds, 20, 40 … up to ten minutes. */
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(failures, 0, 6));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
