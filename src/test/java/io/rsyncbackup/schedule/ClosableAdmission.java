package io.rsyncbackup.schedule;

import io.rsyncbackup.run.Admission;
import io.rsyncbackup.run.Closure;
import java.util.List;
import java.util.Optional;

/** Closed for what a test says. */
final class ClosableAdmission implements Admission {
    List<Closure> closures = List.of();

    @Override
    public List<Closure> closures() {
        return closures;
    }

    @Override
    public Drain drain(String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Drain> drained() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int running() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long stalled() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long freeBytes() {
        throw new UnsupportedOperationException();
    }
}
