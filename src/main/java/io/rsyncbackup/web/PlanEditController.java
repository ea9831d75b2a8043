package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.status.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, changes and deletes plans. */
@Tag(name = OpenApiConfiguration.PLANS)
@RestController
@RequestMapping("/api/v1/plans/{plan}")
class PlanEditController {
    private final PlanEditor editor;
    private final Status status;
    private final Runs runs;
    private final Links links;

    PlanEditController(PlanEditor editor, Status status, Runs runs, Links links) {
        this.editor = editor;
        this.status = status;
        this.runs = runs;
        this.links = links;
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Make or change a plan",
            description =
                    "The body is a `spec` as GET shows it, read like one of the configuration. Local directories must"
                            + " lie below those that the configuration allows; other hosts, key files and disks are named by a"
                            + " `connection` that it declares. Queued runs keep what the plan said when they were asked for.")
    @Fails({
        Problem.PLAN_NOT_EDITABLE,
        Problem.PRECONDITION_FAILED,
        Problem.SOURCE_NOT_ALLOWED,
        Problem.DESTINATION_NOT_ALLOWED
    })
    @ApiResponse(
            responseCode = "200",
            description = "The plan was changed",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The version of what it says",
                            schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "201",
            description = "The plan was made",
            headers = {
                @Header(name = "ETag", description = "The version of what it says", schema = @Schema(type = "string")),
                @Header(name = "Location", description = "Where the plan is", schema = @Schema(type = "string"))
            })
    @Requires(Permission.PLAN)
    ResponseEntity<PlanResource> putPlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestBody Map<String, @Nullable Object> spec,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request) {
        PlanEditor.Edited edited = editor.put(plan, spec, Precondition.of(ifMatch, ifNoneMatch), caller.name());
        ResponseEntity.BodyBuilder answer = edited.created()
                ? ResponseEntity.status(HttpStatus.CREATED)
                        .header(HttpHeaders.LOCATION, links.to(request, "/api/v1/plans/" + plan))
                : ResponseEntity.ok();
        return answer.eTag(Precondition.tag(edited.plan().version()))
                .body(PlanResource.of(edited.plan(), editor.document(edited.plan()), status.of(plan)));
    }

    @DeleteMapping
    @Operation(
            summary = "Delete a plan",
            description = "Its backups stay as they are; what is known of its runs stays in their history.")
    @Fails({Problem.PLAN_NOT_FOUND, Problem.PLAN_NOT_EDITABLE, Problem.PLAN_IN_USE, Problem.PRECONDITION_FAILED})
    @ApiResponse(responseCode = "204", description = "The plan is gone, its backups are not")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.PLAN)
    void deletePlan(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        editor.delete(
                plan, Precondition.of(ifMatch, null), () -> runs.active(plan).isPresent());
    }
}
