package io.rsyncbackup.web;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.access.AuditEntry;
import io.rsyncbackup.access.AuditFilter;
import io.rsyncbackup.access.Permission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who changed what. */
@Tag(name = OpenApiConfiguration.ACCESS)
@RestController
@RequestMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {
    private static final String NUMBER = "\\d{1,18}";

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    @GetMapping
    @Operation(
            summary = "Who changed what, and who was refused, newest first",
            description = "Filters can be repeated. Of refused attempts only a number a minute is written.")
    @Requires(Permission.TOKEN)
    AuditListResource listAudit(
            @RequestParam(required = false) @Nullable List<String> caller,
            @RequestParam(required = false) @Nullable List<String> action,
            @RequestParam(required = false) @Nullable
                    List<@Pattern(regexp = Parameters.PLAN, message = Parameters.PLAN_EXPECTED) String> plan,
            @RequestParam(required = false) @Nullable List<String> outcome,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false) @Pattern(regexp = NUMBER, message = Parameters.CURSOR_EXPECTED) @Nullable
                    String cursor) {
        AuditFilter filter = new AuditFilter(
                all("caller", caller),
                all("action", action),
                all("plan", plan),
                Parameters.all(AuditEntry.Outcome.class, "outcome", outcome),
                Parameters.time("since", since),
                Parameters.time("until", until));
        List<AuditEntry> found = audit.find(filter, cursor == null ? null : Long.valueOf(cursor), limit + 1);
        List<AuditEntry> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new AuditListResource(
                shown.stream().map(AuditEntryResource::of).toList(),
                found.size() > limit ? String.valueOf(shown.getLast().id()) : null);
    }

    private static Set<String> all(String field, @Nullable List<String> texts) {
        if (texts == null) {
            return Set.of();
        }
        // a database may not even be asked for it
        if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            throw ProblemException.invalid(field, "expected a text without the character NUL");
        }
        return Set.copyOf(texts);
    }

    /** A part of the audit log. */
    @Schema(name = "AuditList")
    record AuditListResource(
            List<AuditEntryResource> items,

            @Nullable @Schema(description = Descriptions.NEXT)
            String next) {}

    /** One request. */
    @Schema(name = "AuditEntry", description = "A request that changed something, or was refused")
    record AuditEntryResource(
            long id,
            Instant at,

            @Schema(description = "Name of the token or person; absent where nobody was recognised") @Nullable
            String caller,

            @Schema(description = "Id of the token, user:NAME of a person, openid:SUBJECT of an issuer's token")
            @Nullable
            String tokenId,

            @Schema(description = "Where the request came from")
            String address,

            String method,
            @Schema(description = "Without the query") String path,

            @Schema(description = "The operation's id in this document; absent where the request did not come so far")
            @Nullable
            String action,

            @Nullable String plan,

            @Schema(description = "Id of the run that was started or cancelled") @Nullable
            String run,

            @Schema(description = "What else it was about: id and name of a token that was given or taken away")
            @Nullable
            String subject,

            @Schema(description = "Of the answer") int status,
            @KnownValues(of = AuditEntry.Outcome.class) String outcome,

            @Schema(description = "Also in the server's log")
            String requestId) {
        static AuditEntryResource of(AuditEntry entry) {
            return new AuditEntryResource(
                    Objects.requireNonNull(entry.id()),
                    entry.at(),
                    entry.caller(),
                    entry.tokenId(),
                    entry.address(),
                    entry.method(),
                    entry.path(),
                    entry.action(),
                    entry.plan(),
                    entry.run(),
                    entry.subject(),
                    entry.status(),
                    entry.outcome().text(),
                    entry.requestId());
        }
    }
}
