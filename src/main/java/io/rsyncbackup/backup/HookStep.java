package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a command of the configuration. Only {@code before} decides what becomes of the run; the others warn. */
final class HookStep implements Step {
    /** sysexits' "try again later": this run is not wanted now. */
    private static final int NOT_NOW = 75;

    private static final int LONGEST_LINE = 500;

    private final StepName name;
    private final Hook hook;
    private final CommandRunner runner;

    HookStep(StepName name, Hook hook, CommandRunner runner) {
        this.name = name;
        this.hook = hook;
        this.runner = runner;
    }

    @Override
    public StepName name() {
        return name;
    }

    @Override
    public boolean always() {
        return name != StepName.BEFORE;
    }

    /** What follows a failure or a cancel must not be ended by the same cancel; each has its own limit. */
    @Override
    public boolean stoppable() {
        return name == StepName.BEFORE || name == StepName.AFTER_SUCCESS;
    }

    @Override
    public StepResult execute(StepContext context) {
        if (!applies(context.soFar().state())) {
            return ended(RunState.SKIPPED, null, null, null);
        }
        Command command = new Command(hook.command(), HookEnvironment.of(name, context), null);
        try (HookLimit limit = new HookLimit(hook.timeout(), new Stop(context.cancellation()))) {
            CommandResult result = runner.run(command, AcquireStep.logging(context), limit);
            return limit.reached() ? failed("ended after its timeout", result) : result(result);
        } catch (CommandNotStartedException e) {
            return StepResult.failed(RunReason.HOOK_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private boolean applies(RunState soFar) {
        boolean saved = soFar == RunState.SUCCEEDED || soFar == RunState.PARTIAL;
        return switch (name) {
            case AFTER_SUCCESS -> saved;
            case AFTER_FAILURE -> !saved && soFar != RunState.SKIPPED;
            default -> true;
        };
    }

    private StepResult result(CommandResult result) {
        if (result.stopped()) {
            return name == StepName.BEFORE
                    ? ended(RunState.CANCELLED, RunReason.CANCELLED, null, result.exitCode())
                    : failed("ended, since the run was stopped", result);
        }
        if (result.exitCode() == 0 && result.leftSome()) {
            return failed("left programs running, which were ended; start services with systemctl start", result);
        }
        if (result.exitCode() == 0) {
            return ended(RunState.SUCCEEDED, null, null, 0);
        }
        if (result.exitCode() == NOT_NOW && name == StepName.BEFORE) {
            return ended(
                    RunState.SKIPPED,
                    RunReason.HOOK_SKIPPED,
                    "the hook before wants no run now (exit code 75)" + lastLine(result),
                    NOT_NOW);
        }
        return failed("failed with exit code " + result.exitCode(), result);
    }

    private StepResult failed(String how, CommandResult result) {
        return ended(
                RunState.FAILED,
                RunReason.HOOK_FAILED,
                "the hook " + name.text() + " " + how + lastLine(result),
                result.exitCode());
    }

    /** Its words may hold what only the configuration should, so the history does not get them. */
    private static StepResult ended(
            RunState state, @Nullable RunReason reason, @Nullable String message, @Nullable Integer exitCode) {
        return new StepResult(state, reason, message, null, exitCode, Map.of());
    }

    private static String lastLine(CommandResult result) {
        String said = result.errorTail().isBlank() ? result.outputTail() : result.errorTail();
        List<String> lines = said.strip().lines().toList();
        return lines.isEmpty() ? "" : ": " + end(lines.getLast().strip());
    }

    private static String end(String line) {
        int start = line.length() - LONGEST_LINE;
        if (start <= 0) {
            return line;
        }
        return "…" + line.substring(Character.isLowSurrogate(line.charAt(start)) ? start + 1 : start);
    }
}
