package io.rsyncbackup.log;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the lines are about that a thread writes into the server's own log: {@code run}, {@code plan}, {@code request}. A thread
 * that works for another one is started with {@link #carried}, since marks are not inherited.
 */
public final class LogMarks implements AutoCloseable {
    static final String RUN = "run";
    static final String PLAN = "plan";
    static final String REQUEST = "request";

    private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

    private LogMarks() {}

    /** Until it is closed, this thread works for the run. */
    public static LogMarks run(String run, String plan) {
        return more(Map.of(RUN, run, PLAN, plan));
    }

    /** Until it is closed, this thread works for the plan. */
    public static LogMarks plan(String plan) {
        return more(Map.of(PLAN, plan));
    }

    /** Until it is closed, this thread answers the request. */
    public static LogMarks request(String id) {
        return more(Map.of(REQUEST, id));
    }

    /** The action with the marks that this thread has now, whichever thread executes it. */
    public static Runnable carried(Runnable action) {
        Map<String, String> now = copy(MDC.getCopyOfContextMap());
        return () -> {
            LogMarks marks = new LogMarks();
            try {
                set(now);
                action.run();
            } finally {
                marks.close();
            }
        };
    }

    @Override
    public void close() {
        set(copy(before));
    }

    private static LogMarks more(Map<String, String> values) {
        LogMarks marks = new LogMarks();
        values.forEach(MDC::put);
        return marks;
    }

    private static void set(Map<String, String> values) {
        MDC.setContextMap(values);
    }

    private static Map<String, String> copy(@Nullable Map<String, String> values) {
        return values == null ? Map.of() : new HashMap<>(values);
    }
}
