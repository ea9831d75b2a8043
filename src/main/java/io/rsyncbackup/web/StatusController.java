package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.run.Admission;
import io.rsyncbackup.status.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers in one request whether everything is backed up. */
@Tag(name = OpenApiConfiguration.STATUS)
@RestController
@RequestMapping("/api/v1/status")
class StatusController {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=utf-8");

    private final Status status;
    private final Admission admission;
    private final InstantSource clock;

    StatusController(Status status, Admission admission, InstantSource clock) {
        this.status = status;
        this.admission = admission;
        this.clock = clock;
    }

    @GetMapping(produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Operation(summary = "Is everything backed up?", description = "Touches no disk.")
    @ApiResponse(
            responseCode = "200",
            description = "How every plan is doing",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = StatusResource.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "503",
            description = "With strict: something is not well",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = StatusResource.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"))
            })
    @Requires(Permission.READ)
    ResponseEntity<?> getStatus(
            @RequestParam(required = false) @Nullable String plain,
            @RequestParam(required = false) @Nullable String strict,
            @Parameter(hidden = true) @RequestHeader(name = "Accept", required = false) @Nullable String accept,
            @AuthenticationPrincipal Caller caller) {
        StatusResource found = StatusResource.of(
                status.all().stream().filter(one -> caller.sees(one.plan())).toList(),
                status.differing().stream().filter(caller::sees).toList(),
                admission.closures(),
                clock.instant());
        boolean asText = Parameters.flag("plain", plain) || prefersText(accept);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(
                        Parameters.flag("strict", strict) && !found.ok() ? 503 : 200)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return asText
                ? answer.contentType(TEXT).body(StatusText.of(found))
                : answer.contentType(MediaType.APPLICATION_JSON).body(found);
    }

    private static boolean prefersText(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        List<MediaType> wanted = MediaType.parseMediaTypes(accept);
        return quality(wanted, MediaType.TEXT_PLAIN) > quality(wanted, MediaType.APPLICATION_JSON);
    }

    /** Of the most specific entry that fits; what is named wins over what is merely included, as with browsers. */
    private static double quality(List<MediaType> wanted, MediaType type) {
        return wanted.stream()
                .filter(entry -> entry.includes(type))
                .mapToDouble(entry -> entry.getQualityValue() - (entry.isConcrete() ? 0 : 0.001))
                .max()
                .orElse(0);
    }
}
