package io.rsyncbackup.backup;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunQueuedListener;
import org.springframework.stereotype.Component;

/** No run that somebody asked for without its entry in the audit log. */
@Component
class AuditedRuns implements RunQueuedListener {
    private final Audit audit;

    AuditedRuns(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void queued(Run run) {
        audit.runQueued(run.request().plan(), run.id());
    }
}
