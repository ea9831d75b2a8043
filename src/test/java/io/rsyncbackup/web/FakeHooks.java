package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.backup.DaemonCall;
import io.rsyncbackup.backup.DaemonHooks;
import java.util.ArrayList;
import java.util.List;

/** Answers what a test wants, and keeps what it was told. */
final class FakeHooks implements DaemonHooks {
    final List<DaemonCall> calls = new ArrayList<>();
    volatile Answer answer;
    volatile RuntimeException failure;
    volatile Integer exitStatus;

    void reset() {
        calls.clear();
        failure = null;
        exitStatus = null;
        answer = new Answer("pushed", Outcome.NOTED, "a snapshot will follow this push", null);
    }

    @Override
    public String plan(DaemonCall call) {
        if (failure != null) {
            throw failure;
        }
        return answer.plan();
    }

    @Override
    public Answer begins(DaemonCall call) {
        return answer(call);
    }

    @Override
    public Answer ended(DaemonCall call, int status, Caller caller) {
        exitStatus = status;
        return answer(call);
    }

    private Answer answer(DaemonCall call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
        return answer;
    }
}
