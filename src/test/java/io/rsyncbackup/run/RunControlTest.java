package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunControlTest {
    private final RunControl control = new RunControl();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void eachActionRunsOnceAndOneThatFailsKeepsNoOther() throws Exception {
        AutoCloseable failing = control.onRequest(() -> {
            calls.incrementAndGet();
            throw new IllegalStateException("expected by this test");
        });
        AutoCloseable twice = control.onRequest(calls::incrementAndGet);
        control.request(new StopCause.Shutdown());
        control.request(new StopCause.Cancelled("alice"));
        // the failing action is uncaught on purpose
        await().dontCatchUncaughtExceptions().until(() -> calls.get() == 2);
        failing.close();
        twice.close();
        assertThat(control.requested()).isTrue();
        assertThat(control.cause()).contains(new StopCause.Shutdown());
        assertThat(calls).hasValue(2);
    }

    @Test
    void aLateActionRunsAtOnceAndAForgottenOneNever() throws Exception {
        control.onRequest(calls::incrementAndGet).close();
        control.request(new StopCause.Shutdown());
        assertThat(calls).hasValue(0);
        control.onRequest(() -> calls.addAndGet(10)).close();
        assertThat(calls).hasValue(10);
    }

    @Test
    void whatMustAlwaysHappenIsNeverStopped() throws Exception {
        RunControl.NEVER.onRequest(calls::incrementAndGet).close();
        assertThat(RunControl.NEVER.requested()).isFalse();
        assertThat(calls).hasValue(0);
    }
}
