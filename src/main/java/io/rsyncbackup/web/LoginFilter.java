package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.LoginAttempts;
import io.rsyncbackup.access.OpenIdTokens;
import io.rsyncbackup.access.People;
import io.rsyncbackup.access.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls. Open paths are not asked, so that they answer even while the database is away. */
final class LoginFilter extends OncePerRequestFilter {
    private final Doors doors;
    private final ProblemWriter writer;
    private final RequestMatcher open;

    LoginFilter(Doors doors, ProblemWriter writer, RequestMatcher open) {
        this.doors = doors;
        this.writer = writer;
        this.open = open;
    }

    /** What decides who is who. */
    record Doors(
            Tokens tokens, OpenIdTokens openId, People people, LoginAttempts attempts, ClientAddresses addresses) {}

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return open.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = doors.addresses.of(request);
        Optional<Duration> wait = switch (Credentials.in(request)) {
            case Credentials.Bearer bearer -> byToken(request, bearer, address);
            case Credentials.Basic basic -> byPassword(request, basic, address);
            case Credentials.None nothing -> Optional.empty();
            case Credentials.Unknown unknown -> Optional.empty();
        };
        if (wait.isPresent()) {
            refuse(request, response, wait.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A right token is taken whatever others do at its address: it cannot be guessed. */
    private Optional<Duration> byToken(HttpServletRequest request, Credentials.Bearer bearer, String address) {
        Optional<Caller> caller =
                doors.tokens.authenticate(bearer.token()).or(() -> doors.openId.authenticate(bearer.token()));
        caller.ifPresent(found -> welcome(request, found));
        return caller.isPresent() ? Optional.empty() : doors.attempts.failed(address, null);
    }

    private Optional<Duration> byPassword(HttpServletRequest request, Credentials.Basic basic, String address) {
        if (doors.people.isEmpty()) {
            return Optional.empty();
        }
        Optional<Caller> known = doors.people.recall(basic.user(), basic.password());
        if (known.isEmpty()) {
            Optional<Duration> closed = doors.attempts.closed(address, basic.user());
            if (closed.isPresent()) {
                return closed;
            }
            known = doors.people.authenticate(basic.user(), basic.password());
        }
        known.ifPresent(found -> welcome(request, found));
        return known.isPresent() ? Optional.empty() : doors.attempts.failed(address, basic.user());
    }

    private static void welcome(HttpServletRequest request, Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        Callers.remember(request, caller);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Duration wait) throws IOException {
        long seconds = wait.toSeconds() + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        writer.write(
                request,
                response,
                ProblemReport.of(
                        Problem.TOO_MANY_REQUESTS,
                        "too many failed logins from this address; try again in " + seconds + " s"));
    }
}
