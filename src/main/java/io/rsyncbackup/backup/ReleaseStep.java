package io.rsyncbackup.backup;

import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.Released;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Unmounts or locks the disk under the destination, whatever became of the steps before. */
final class ReleaseStep implements Step {
    private final BackupSession session;
    private final Device device;

    ReleaseStep(BackupSession session, Device device) {
        this.session = session;
        this.device = device;
    }

    @Override
    public StepName name() {
        return switch (device) {
            case Device.Crypt crypt -> StepName.LOCK;
            case Device.Mount mount -> StepName.UNMOUNT;
        };
    }

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public StepResult execute(StepContext context) {
        session.leave();
        Optional<Released> released = session.devices().release(device, AcquireStep.logging(context));
        if (released.isEmpty()) {
            return ended(RunState.SKIPPED, null, null, null, null);
        }
        return switch (released.get()) {
            case Released.Undone undone -> ended(RunState.SUCCEEDED, null, null, undone.command(), undone.exitCode());
            case Released.NotOurs left -> {
                context.log(device.text() + " was there before this run and is left as it is");
                yield StepResult.succeeded();
            }
            case Released.StillUsed used -> {
                context.log(device.text() + " is still used by another run or by the trash, which will undo it");
                yield StepResult.succeeded();
            }
            case Released.Left left ->
                ended(
                        RunState.FAILED,
                        left.busy() ? RunReason.DEVICE_BUSY : RunReason.INTERNAL,
                        left.message(),
                        left.command(),
                        left.exitCode());
        };
    }

    private static StepResult ended(
            RunState state,
            @Nullable RunReason reason,
            @Nullable String message,
            @Nullable String command,
            @Nullable Integer exitCode) {
        return new StepResult(state, reason, message, command, exitCode, Map.of());
    }
}
