package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunLogs;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives a run's log: whole, in parts, or as it grows. */
@Tag(name = OpenApiConfiguration.RUNS)
@RestController
class RunLogController {
    private static final String TYPE = "text/plain;charset=utf-8";
    private static final String SIZE = "X-Log-Size";

    private final Runs runs;
    private final RunLogs logs;
    private final LogStream stream;
    private final OtherServers others;

    RunLogController(Runs runs, RunLogs logs, LogStream stream, OtherServers others) {
        this.runs = runs;
        this.logs = logs;
        this.stream = stream;
        this.others = others;
    }

    @GetMapping(path = "/api/v1/runs/{run}/log", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "Read a run's log", description = "Whole, one range of bytes, or as it grows.")
    @Fails({Problem.RUN_NOT_FOUND, Problem.RANGE_NOT_SATISFIABLE, Problem.NODE_UNAVAILABLE})
    @ApiResponse(
            responseCode = "200",
            description = "The log",
            headers =
                    @Header(
                            name = "X-Log-Size",
                            description = "Bytes of the log so far",
                            schema = @Schema(type = "integer", format = "int64")),
            content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "206",
            description = "The range that was asked for",
            headers = {
                @Header(
                        name = "X-Log-Size",
                        description = "Bytes of the log so far",
                        schema = @Schema(type = "integer", format = "int64")),
                @Header(
                        name = "Content-Range",
                        description = "Which bytes these are",
                        schema = @Schema(type = "string"))
            },
            content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")))
    @Requires(Permission.READ)
    void getRunLog(
            @PathVariable @Pattern(regexp = Parameters.RUN, message = Parameters.RUN_EXPECTED) String run,
            @RequestParam(required = false) @Nullable String follow,
            @RequestParam(required = false) @Min(value = 0, message = "expected a number of bytes") @Nullable Long from,
            @RequestHeader(name = "Range", required = false) @Nullable String range,
            @RequestHeader(name = "If-Range", required = false) @Nullable String ifRange,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Run known = runs.get(run);
        long size = logs.size(run);
        if (size == 0 && others.answered(known, request, response)) {
            return;
        }
        if (size == 0 && known.state() != RunState.QUEUED) {
            others.of(known).ifPresent(RunLogController::elsewhere);
        }
        response.setHeader(SIZE, Long.toString(size));
        boolean head = request.getMethod().equals(HttpMethod.HEAD.name());
        if (Parameters.flag("follow", follow)) {
            follow(run, from == null ? 0 : from, size, head, response);
        } else if (from != null) {
            throw ProblemException.invalid("from", "goes with follow=true; without it use the header Range");
        } else {
            // Nothing here has a validator, so no If-Range can match.
            part(run, ifRange == null ? range : null, size, head, response);
        }
    }

    private static void elsewhere(String node) {
        throw new ProblemException(
                Problem.NODE_UNAVAILABLE,
                "the log lies on the server " + node + ", which cannot be asked from here: it is down, or does not say"
                        + " where it is reached (backup.node.url in its configuration)");
    }

    private void follow(String run, long from, long size, boolean head, HttpServletResponse response)
            throws IOException {
        if (from > size) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            throw new ProblemException(
                    Problem.RANGE_NOT_SATISFIABLE, "from is beyond the end; the log has " + size + " bytes");
        }
        response.setContentType(TYPE);
        response.setHeader("X-Accel-Buffering", "no");
        if (head) {
            return;
        }
        response.flushBuffer();
        stream.follow(run, from, response.getOutputStream());
    }

    private void part(String run, @Nullable String header, long size, boolean head, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        Optional<ByteRange> range;
        try {
            range = ByteRange.parse(header, size);
        } catch (ProblemException e) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            throw e;
        }
        ByteRange asked = range.orElse(new ByteRange(0, size));
        if (range.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE, "bytes " + asked.first() + "-" + (asked.end() - 1) + "/" + size);
        }
        response.setContentType(TYPE);
        response.setContentLengthLong(asked.length());
        if (!head) {
            stream.copy(run, asked, response.getOutputStream());
        }
    }
}
