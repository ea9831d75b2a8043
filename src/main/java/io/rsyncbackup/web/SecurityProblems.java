package io.rsyncbackup.web;

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

    private static final String UNKNOWN_TOKEN = "this server does not know the token that was sent";
    private static final String OTHER_SCHEME = "the header Authorization must read: Bearer TOKEN";

    private final ProblemWriter writer;

    SecurityProblems(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean unknown = BearerTokenFilter.tokenIn(request) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, unknown ? "Bearer error=\"invalid_token\"" : "Bearer");
        String detail = unknown ? UNKNOWN_TOKEN : sent == null ? NO_TOKEN : OTHER_SCHEME;
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
