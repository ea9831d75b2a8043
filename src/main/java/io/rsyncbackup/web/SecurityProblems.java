package io.rsyncbackup.web;

import io.rsyncbackup.access.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** What security refuses, as problems. */
@Component
class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
    static final String NO_TOKEN = "send a token: -H \"Authorization: Bearer $TOKEN\"";

    private static final String UNKNOWN_TOKEN = "this server does not know the token that was sent, or it has expired";
    private static final String WRONG_PASSWORD = "name or password is wrong";
    private static final String OTHER_SCHEME = "the header Authorization must read: Bearer TOKEN";

    private final ProblemWriter writer;
    private final People people;

    SecurityProblems(ProblemWriter writer, People people) {
        this.writer = writer;
        this.people = people;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        Credentials sent = Credentials.in(request);
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                sent instanceof Credentials.Bearer ? "Bearer error=\"invalid_token\"" : "Bearer");
        if (!people.isEmpty()) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"rsync-backup-server\", charset=\"UTF-8\"");
        }
        String detail = switch (sent) {
            case Credentials.None nothing -> NO_TOKEN;
            case Credentials.Unknown unknown -> OTHER_SCHEME;
            case Credentials.Bearer bearer -> UNKNOWN_TOKEN;
            case Credentials.Basic basic -> people.isEmpty() ? OTHER_SCHEME : WRONG_PASSWORD;
        };
        writer.write(request, response, ProblemReport.of(Problem.UNAUTHORIZED, detail));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        String detail = "the token lacks the permission for " + request.getMethod() + " " + request.getRequestURI();
        writer.write(request, response, ProblemReport.of(Problem.FORBIDDEN, detail));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException cause)
            throws IOException {
        String detail = "the path, a parameter or a header holds characters that this server never takes";
        writer.write(request, response, ProblemReport.of(Problem.INVALID_REQUEST, detail));
    }
}
