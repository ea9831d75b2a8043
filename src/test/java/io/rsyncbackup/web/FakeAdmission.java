package io.rsyncbackup.web;

import io.rsyncbackup.run.Admission;
import io.rsyncbackup.run.Closure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Closed for what a test says. */
final class FakeAdmission implements Admission {
    private volatile Optional<Drain> drain = Optional.empty();
    final List<Closure> others = new ArrayList<>();

    void reset() {
        drain = Optional.empty();
        others.clear();
    }

    @Override
    public Drain drain(String by) {
        drain = Optional.of(drain.orElse(new Drain(Instant.parse("2026-11-22T20:00:00Z"), by)));
        return drain.get();
    }

    @Override
    public void resume() {
        drain = Optional.empty();
    }

    @Override
    public Optional<Drain> drained() {
        return drain;
    }

    @Override
    public int running() {
        return 1;
    }

    @Override
    public long stalled() {
        return 0;
    }

    @Override
    public List<Closure> closures() {
        List<Closure> all = new ArrayList<>(others);
        drain.ifPresent(begun -> all.add(new Closure(Closure.Reason.DRAINING, "drained, as " + begun.by() + " asked")));
        return all;
    }

    @Override
    public long freeBytes() {
        return 1_000_000_000;
    }
}
