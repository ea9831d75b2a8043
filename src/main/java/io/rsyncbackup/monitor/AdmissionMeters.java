package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rsyncbackup.run.Admission;
import io.rsyncbackup.run.Closure;
import org.springframework.stereotype.Component;

/** Whether this server begins runs, and whether they move. */
@Component
class AdmissionMeters implements MeterBinder {
    private final Admission admission;

    AdmissionMeters(Admission admission) {
        this.admission = admission;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Closure.Reason reason : Closure.Reason.values()) {
            Gauge.builder("backup.starts.refused", admission, all -> refused(all, reason))
                    .description("1 while this server begins no new runs for this reason")
                    .tag("reason", reason.text())
                    .register(registry);
        }
        Gauge.builder("backup.runs.stalled", admission, Admission::stalled)
                .description("Runs of this server of which nothing was seen for stall-timeout")
                .register(registry);
        Gauge.builder("backup.data.free", admission, Admission::freeBytes)
                .description("Free space of the file system of the data directory")
                .baseUnit("bytes")
                .register(registry);
    }

    private static double refused(Admission admission, Closure.Reason reason) {
        return admission.closures().stream().anyMatch(closure -> closure.reason() == reason) ? 1 : 0;
    }
}
