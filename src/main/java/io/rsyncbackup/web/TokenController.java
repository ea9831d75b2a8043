package io.rsyncbackup.web;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.IssuedToken;
import io.rsyncbackup.access.IssuedTokens;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.access.Role;
import io.rsyncbackup.plan.Plans;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives tokens out and takes them away. */
@Tag(name = OpenApiConfiguration.ACCESS)
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private static final String TOKEN = "[A-Za-z0-9:. _@-]{1,150}";

    private final IssuedTokens tokens;
    private final Plans plans;
    private final InstantSource clock;
    private final Audit audit;

    TokenController(IssuedTokens tokens, Plans plans, InstantSource clock, Audit audit) {
        this.tokens = tokens;
        this.plans = plans;
        this.clock = clock;
        this.audit = audit;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the tokens",
            description = "Without their texts, which nobody knows any more; those of the configuration too.")
    @Requires(Permission.TOKEN)
    TokenListResource listTokens(
            @RequestParam(defaultValue = "50")
                    @Min(value = 1, message = Parameters.LIMIT_EXPECTED)
                    @Max(value = 500, message = Parameters.LIMIT_EXPECTED)
                    int limit,
            @RequestParam(required = false)
                    @Pattern(regexp = Parameters.CURSOR, message = Parameters.CURSOR_EXPECTED)
                    @Nullable
                    String cursor) {
        List<IssuedToken> sorted = tokens.all().stream()
                .sorted(java.util.Comparator.comparing(IssuedToken::id))
                .toList();
        Page<IssuedToken> page = Page.of(sorted, IssuedToken::id, java.util.Comparator.naturalOrder(), limit, cursor);
        return new TokenListResource(
                page.items().stream()
                        .map(token -> TokenResource.of(token, null))
                        .toList(),
                page.next());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Give a token",
            description = "Its text is in this answer and never again: only a hash is kept.")
    @Fails(Problem.TOKEN_NAME_TAKEN)
    @ApiResponse(responseCode = "201", description = "The token, with its text")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.TOKEN)
    TokenResource createToken(@RequestBody TokenRequest request, @AuthenticationPrincipal Caller caller) {
        String name = request.name();
        if (name == null) {
            throw ProblemException.invalid("name", "is required: whom the token is for");
        }
        Role role = Parameters.one(Role.class, "role", String.valueOf(request.role()));
        try {
            IssuedTokens.Given given = tokens.give(name, role, plansOf(request), endOf(request.expiresAt()), caller);
            audit.about(given.token().id() + " " + name);
            return TokenResource.of(given.token(), given.secret());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(request.plans() == null ? "name" : "plans", String.valueOf(e.getMessage()));
        }
    }

    @DeleteMapping("/{token}")
    @Operation(summary = "Take a token away", description = "From the next request on it is unknown.")
    @Fails({Problem.TOKEN_NOT_FOUND, Problem.LAST_ADMIN_TOKEN})
    @ApiResponse(responseCode = "204", description = "It is gone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.TOKEN)
    void deleteToken(
            @PathVariable
                    @Pattern(regexp = TOKEN, message = "expected the id of a token, as GET /api/v1/tokens lists them")
                    String token) {
        tokens.all().stream()
                .filter(known -> known.id().equals(token))
                .forEach(known -> audit.about(token + " " + known.name()));
        tokens.takeAway(token);
    }

    /** A mistyped name would give a token that sees nothing. */
    private @Nullable Set<String> plansOf(TokenRequest request) {
        if (request.plans() == null) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < request.plans().size(); i++) {
            String name = request.plans().get(i);
            if (name == null || plans.find(name).isEmpty()) {
                throw ProblemException.invalid(
                        "plans[" + i + "]", "no plan is called so; GET /api/v1/plans lists them");
            }
            names.add(name);
        }
        return names;
    }

    private @Nullable Instant endOf(@Nullable String text) {
        Instant end = Parameters.time("expiresAt", text);
        if (end != null && !end.isAfter(clock.instant())) {
            throw ProblemException.invalid("expiresAt", "expected a time in the future, as in 2027-01-01T00:00:00Z");
        }
        return end;
    }

    /** What is wanted of a new token. */
    @Schema(name = "TokenRequest", description = "What is wanted of a new token")
    record TokenRequest(
            @Schema(description = "Whom it is for; once only") @Nullable
            String name,

            @KnownValues(of = Role.class) @Nullable String role,

            @Schema(description = "The only plans that exist for it; all by default. For viewer and operator") @Nullable
            List<@Nullable String> plans,

            @Schema(description = "When it ends by itself; never by default", format = "date-time") @Nullable
            String expiresAt) {}
}
