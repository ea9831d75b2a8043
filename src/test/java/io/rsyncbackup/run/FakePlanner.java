package io.rsyncbackup.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Steps that do what a test says; by default each succeeds at once. */
@SuppressWarnings("try")
final class FakePlanner implements StepPlanner {
    final Map<StepName, Function<StepContext, StepResult>> behaviour = new ConcurrentHashMap<>();
    final List<String> performed = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    volatile Optional<Duration> maxDuration = Optional.empty();
    volatile Optional<String> waitsFor = Optional.empty();
    volatile Runnable onWaitsFor = () -> {};
    volatile List<StepName> additional = List.of();
    volatile RuntimeException openFailure;
    volatile UnaryOperator<RunSession> around = UnaryOperator.identity();
    final Set<String> deleted = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<String> waitsFor(Run run) {
        onWaitsFor.run();
        return waitsFor;
    }

    @Override
    public boolean knows(String plan) {
        return !deleted.contains(plan);
    }

    @Override
    public RunSession open(Run run) {
        if (openFailure != null) {
            throw openFailure;
        }
        return around.apply(new RunSession() {
            @Override
            public List<Step> steps() {
                return java.util.stream.Stream.concat(run.request().steps().stream(), additional.stream())
                        .map(FakePlanner.this::step)
                        .toList();
            }

            @Override
            public Optional<Duration> maxDuration() {
                return maxDuration;
            }

            @Override
            public void close() {
                closed.add(run.id());
            }
        });
    }

    private Step step(StepName name) {
        return new Step() {
            @Override
            public StepName name() {
                return name;
            }

            @Override
            public boolean always() {
                return name == StepName.UNMOUNT || name == StepName.LOCK;
            }

            @Override
            public StepResult execute(StepContext context) {
                performed.add(context.run().id() + " " + name.text());
                return behaviour
                        .getOrDefault(name, any -> StepResult.succeeded())
                        .apply(context);
            }
        };
    }

    /** A step that runs until it is asked to stop, as a transfer does. */
    static StepResult untilStopped(StepContext context) {
        CountDownLatch stopped = new CountDownLatch(1);
        try (AutoCloseable registration = context.cancellation().onRequest(stopped::countDown)) {
            if (!stopped.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody stopped this step");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new StepResult(RunState.CANCELLED, null, null, "sleep", 20, Map.of());
    }

    static Function<StepContext, StepResult> untilReleased(CountDownLatch release) {
        return context -> {
            try {
                if (!release.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody released this step");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return StepResult.succeeded();
        };
    }
}
