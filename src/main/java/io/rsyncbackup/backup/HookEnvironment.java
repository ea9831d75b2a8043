package io.rsyncbackup.backup;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a hook is told about its run. Names that belong to no one else: rsync reads RSYNC_…, this server BACKUP_…. */
final class HookEnvironment {
    private static final String PREFIX = "RSYNC_BACKUP_";

    private HookEnvironment() {}

    static Map<String, String> of(StepName hook, StepContext context) {
        Run run = context.run();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(PREFIX + "HOOK", hook.text());
        environment.put(PREFIX + "PLAN", run.request().plan());
        environment.put(PREFIX + "RUN", run.id());
        environment.put(PREFIX + "TRIGGER", run.request().trigger().text());
        environment.put(
                PREFIX + "STEPS",
                run.request().steps().stream().map(StepName::text).collect(Collectors.joining(",")));
        RunState state =
                hook == StepName.BEFORE ? RunState.RUNNING : context.soFar().state();
        environment.put(PREFIX + "STATE", state.text());
        RunReason reason = context.soFar().reason();
        environment.put(PREFIX + "REASON", reason == null ? "" : reason.text());
        environment.put(PREFIX + "SNAPSHOT", run.details().get("snapshot") instanceof String snapshot ? snapshot : "");
        return environment;
    }
}
