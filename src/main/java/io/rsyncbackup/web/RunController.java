package io.rsyncbackup.web;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunFilter;
import io.rsyncbackup.run.RunPage;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.Trigger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Looks at runs and cancels them. */
@Tag(name = OpenApiConfiguration.RUNS)
@RestController
@RequestMapping(path = "/api/v1/runs", produces = MediaType.APPLICATION_JSON_VALUE)
class RunController {
    private final Runs runs;
    private final RunWaits waits;
    private final Audit audit;

    RunController(Runs runs, RunWaits waits, Audit audit) {
        this.runs = runs;
        this.waits = waits;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "List runs, newest first", description = "Filters can be repeated.")
    @Requires(Permission.READ)
    RunListResource listRuns(
            @RequestParam(required = false) @Nullable
                    List<@Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String> plan,
            @RequestParam(required = false) @Nullable List<String> state,
            @RequestParam(required = false) @Nullable List<String> trigger,
            @RequestParam(required = false) @Nullable List<String> reason,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor,
            @AuthenticationPrincipal Caller caller) {
        Set<String> wanted = plan == null ? Set.of() : Set.copyOf(plan);
        Set<String> plans = visible(wanted, caller);
        if (plans.isEmpty() && caller.plans() != null) {
            return new RunListResource(List.of(), null);
        }
        RunFilter filter = new RunFilter(
                plans,
                Parameters.all(RunState.class, "state", state),
                Parameters.all(Trigger.class, "trigger", trigger),
                Parameters.all(RunReason.class, "reason", reason),
                Parameters.time("since", since),
                Parameters.time("until", until));
        RunPage page = page(filter, limit, cursor);
        return new RunListResource(page.items().stream().map(RunResource::of).toList(), page.next());
    }

    @GetMapping("/{run}")
    @Operation(summary = "Show a run, or wait for its end")
    @Fails(Problem.RUN_NOT_FOUND)
    @Requires(Permission.READ)
    ResponseEntity<RunResource> getRun(
            @PathVariable @Pattern(regexp = Parameters.RUN, message = Parameters.RUN_EXPECTED) String run,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        Preference preference = Preference.of(prefer);
        Run now = waits.until(runs.get(run), preference.atMost());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.VARY, "Prefer");
        preference.applied().ifPresent(applied -> answer.header("Preference-Applied", applied));
        return answer.body(RunResource.of(now));
    }

    @PostMapping("/{run}/cancel")
    @Operation(summary = "Cancel a run", description = "It ends within seconds; the answer shows it as it is now.")
    @Fails({Problem.RUN_NOT_FOUND, Problem.RUN_NOT_ACTIVE})
    @Requires(Permission.CANCEL)
    @ResponseStatus(HttpStatus.ACCEPTED)
    RunResource cancelRun(
            @PathVariable @Pattern(regexp = Parameters.RUN, message = Parameters.RUN_EXPECTED) String run,
            @AuthenticationPrincipal Caller caller) {
        audit.concerns(runs.get(run).request().plan(), run);
        return RunResource.of(runs.cancel(run, caller.name()));
    }

    /** Of the plans asked for, those that exist for the caller; empty means all only for who is not limited. */
    private static Set<String> visible(Set<String> wanted, Caller caller) {
        if (caller.plans() == null) {
            return wanted;
        }
        return caller.plans().stream()
                .filter(plan -> wanted.isEmpty() || wanted.contains(plan))
                .collect(Collectors.toSet());
    }

    private RunPage page(RunFilter filter, int limit, @Nullable String cursor) {
        try {
            return runs.list(filter, limit, cursor);
        } catch (IllegalArgumentException e) {
            if (cursor == null) {
                throw e;
            }
            throw Page.invalidCursor();
        }
    }
}
