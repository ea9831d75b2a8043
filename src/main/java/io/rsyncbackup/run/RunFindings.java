package io.rsyncbackup.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps of one run found, without secrets and as JSON can say it. */
final class RunFindings {
    private static final Logger LOG = LoggerFactory.getLogger(RunFindings.class);

    private final RunLog log;
    private final Secrets secrets;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    RunFindings(RunLog log, Secrets secrets) {
        this.log = log;
        this.secrets = secrets;
    }

    synchronized void add(Map<String, Object> more) {
        try {
            details.putAll(Documents.read(secrets.hide(Documents.write(more))));
        } catch (RuntimeException e) {
            LOG.error("the details {} of a step cannot be written as JSON", more.keySet(), e);
            warn("details of a step were lost, see the server's own log");
        }
    }

    synchronized void warn(String text) {
        String clean = secrets.hide(text);
        warnings.add(clean);
        log.line("run", "warning: " + clean);
    }

    synchronized RunRecorder.Findings now() {
        return new RunRecorder.Findings(new LinkedHashMap<>(details), List.copyOf(warnings));
    }
}
