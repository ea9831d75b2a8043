package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.backup.BackupService;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.RotationSchemes;
import io.rsyncbackup.rotation.Window;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What rotation would do; touches nothing. */
@Tag(name = OpenApiConfiguration.ROTATION)
@RestController
@RequestMapping(path = "/api/v1/plans/{plan}/rotation", produces = MediaType.APPLICATION_JSON_VALUE)
class RotationController {
    private final Plans plans;
    private final BackupService backups;
    private final RotationPreviews previews;

    RotationController(Plans plans, BackupService backups, RotationPreviews previews) {
        this.plans = plans;
        this.backups = backups;
        this.previews = previews;
    }

    @GetMapping
    @Operation(summary = "Preview what rotation would remove now", description = "Touches nothing.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = RotationResource.class)))
    @Requires(Permission.READ)
    ResponseEntity<byte[]> previewRotation(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(previews.now(plan));
    }

    @PostMapping(path = "/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Preview rotation by other rules",
            description = "What is absent is as the plan says. Touches nothing.")
    @Fails(Problem.PLAN_NOT_FOUND)
    @Requires(Permission.READ)
    RotationResource previewRotationWith(
            @PathVariable @Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String plan,
            @RequestBody(required = false) @Nullable PreviewRequest request) {
        plans.get(plan);
        PreviewRequest asked = request == null ? new PreviewRequest(null, null, null, null) : request;
        return RotationResource.of(backups.preview(
                plan,
                scheme(asked.scheme()),
                Parameters.oneOrNone(Keep.class, "keep", asked.keep()),
                Parameters.oneOrNone(Window.class, "window", asked.window()),
                Parameters.time("at", asked.at())));
    }

    private static @Nullable RotationScheme scheme(@Nullable Map<String, @Nullable Object> given) {
        if (given == null) {
            return null;
        }
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        given.forEach((frequency, retention) -> {
            if (!(retention instanceof String || retention instanceof Integer)) {
                throw ProblemException.invalid("scheme." + frequency, "expected a number from 0, or \"always\"");
            }
            texts.put(frequency, retention.toString());
        });
        try {
            return RotationSchemes.parse(texts);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("scheme", String.valueOf(e.getMessage()));
        }
    }

    /** What to try instead of the plan's own rules. */
    @Schema(name = "RotationRequest", description = "What to try instead of the plan's own rules")
    record PreviewRequest(
            @Schema(
                    description =
                            "Retention by frequency (minutely, hourly, daily, weekly, monthly, yearly): a number, or always")
            @Nullable
            Map<String, @Nullable Object> scheme,

            @KnownValues(of = Keep.class) @Nullable String keep,
            @KnownValues(of = Window.class) @Nullable String window,

            @Schema(description = "A time to decide for instead of now", format = "date-time") @Nullable
            String at) {}
}
