package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEvent;
import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tells what happens to a run, as it happens. */
@Tag(name = OpenApiConfiguration.RUNS)
@RestController
class RunEventsController {
    private final Runs runs;
    private final RunEvents events;
    private final EventStreams streams;
    private final OtherServers others;

    RunEventsController(Runs runs, RunEvents events, EventStreams streams, OtherServers others) {
        this.runs = runs;
        this.events = events;
        this.streams = streams;
        this.others = others;
    }

    @GetMapping(path = "/api/v1/runs/{run}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Hear what happens to a run",
            description =
                    "Server-sent events: `run` (the run as it is), `state`, `step`, `ended`, `progress`, `log`. Ends after `ended`.")
    @Fails(Problem.RUN_NOT_FOUND)
    @ApiResponse(
            responseCode = "200",
            description = "Events until the run has ended",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "204", description = "The run has ended and everything was told", content = @Content)
    @Requires(Permission.READ)
    void streamRunEvents(
            @PathVariable @Pattern(regexp = Parameters.RUN, message = Parameters.RUN_EXPECTED) String run,
            @RequestHeader(name = "Last-Event-ID", required = false)
                    @Pattern(regexp = "\\d{1,18}", message = "expected the id of an earlier event")
                    @Nullable
                    String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Run known = runs.get(run);
        boolean ended = known.state().ended();
        Long last = lastEventId == null ? null : Long.valueOf(lastEventId);
        if (ended && last != null && noneAfter(run, last)) {
            // The one answer after which a browser does not connect again.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        // the database has all but the log and the finer progress, so whoever cannot be asked is not missed
        if (!ended && others.answered(known, request, response)) {
            return;
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
            streams.open(run, last, response.getOutputStream());
        }
    }

    private boolean noneAfter(String run, long last) {
        List<RunEvent> missed = events.after(run, last);
        return missed.isEmpty();
    }
}
