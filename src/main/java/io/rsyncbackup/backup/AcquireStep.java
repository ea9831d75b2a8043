package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.device.Acquired;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.util.Map;
import java.util.Optional;

/** Unlocks or mounts the disk under the destination. */
final class AcquireStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;
    private final Device device;

    AcquireStep(BackupSession session, BackupTools tools, Device device) {
        this.session = session;
        this.tools = tools;
        this.device = device;
    }

    @Override
    public StepName name() {
        return switch (device) {
            case Device.Crypt crypt -> StepName.UNLOCK;
            case Device.Mount mount -> StepName.MOUNT;
        };
    }

    @Override
    public StepResult execute(StepContext context) {
        try {
            session.requireAllowed();
        } catch (DestinationException e) {
            return session.failed(e);
        }
        session.devices().heed(context.cancellation());
        Acquired acquired =
                tools.devices().acquire(device, session.spec().sudo(), logging(context), session.stop(context));
        return switch (acquired) {
            case Acquired.Held held -> held(held, context);
            case Acquired.Missing missing -> missing(missing.message());
            case Acquired.Failed failed ->
                new StepResult(
                        RunState.FAILED,
                        denied(failed.message()) ? RunReason.PERMISSION : RunReason.DESTINATION_UNAVAILABLE,
                        failed.message(),
                        failed.command(),
                        failed.exitCode(),
                        Map.of());
            case Acquired.Stopped stopped ->
                new StepResult(RunState.CANCELLED, RunReason.CANCELLED, null, null, null, Map.of());
        };
    }

    private StepResult held(Acquired.Held held, StepContext context) {
        session.devices().add(held.hold());
        context.log(held.message());
        Optional<String> stray = device instanceof Device.Mount mount
                ? tools.devices().stray(mount, session.layout().parent())
                : Optional.empty();
        return new StepResult(
                stray.isPresent() ? RunState.FAILED : RunState.SUCCEEDED,
                stray.isPresent() ? RunReason.DESTINATION_UNAVAILABLE : null,
                stray.orElse(null),
                held.command(),
                held.exitCode(),
                Map.of());
    }

    /** Who asks for a run by hand wants to know; a schedule finds the disk plugged out on most days. */
    private StepResult missing(String message) {
        session.findings().destinationMissing();
        RunState state = switch (session.run().request().trigger()) {
            case API, HOOK -> RunState.FAILED;
            case SCHEDULE, CATCH_UP, RERUN -> RunState.SKIPPED;
        };
        return new StepResult(state, RunReason.DEVICE_MISSING, message, null, null, Map.of());
    }

    private static boolean denied(String message) {
        String lower = message.toLowerCase(java.util.Locale.ROOT);
        return lower.contains("sudo: ") || lower.contains("superuser") || lower.contains("permission denied");
    }

    static CommandOutput logging(StepContext context) {
        return new CommandOutput() {
            @Override
            public void out(byte[] line) {
                context.log(line);
            }

            @Override
            public void err(byte[] line) {
                context.log(line);
            }
        };
    }
}
