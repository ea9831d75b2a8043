package io.rsyncbackup.web;

import io.rsyncbackup.access.Audit;
import io.rsyncbackup.access.AuditAttempt;
import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Has every change over HTTP, and every attempt that was refused, written to the audit log; here and nowhere else. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class AuditTrailFilter extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String ATTRIBUTE = AuditTrailFilter.class.getName();

    private final Audit audit;
    private final ClientAddresses addresses;

    AuditTrailFilter(Audit audit, ClientAddresses addresses) {
        this.audit = audit;
        this.addresses = addresses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AuditAttempt attempt = audit.begin(
                addresses.of(request), request.getMethod(), request.getRequestURI(), RequestIds.of(request));
        request.setAttribute(ATTRIBUTE, attempt);
        int status = 500;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } catch (ServletException | RuntimeException | IOException e) {
            status = Problems.of(request, e).problem().status();
            throw e;
        } finally {
            tell(request, attempt);
            audit.answered(attempt, status, concerns(request, Callers.of(request), handler(request), status));
        }
    }

    /** Before an endpoint is asked: what it does may be written together with who did it. */
    static HandlerInterceptor beforeEndpoints() {
        return new HandlerInterceptor() {
            @Override
            public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object endpoint) {
                if (request.getAttribute(ATTRIBUTE) instanceof AuditAttempt attempt) {
                    tell(request, attempt);
                }
                return true;
            }
        };
    }

    private static void tell(HttpServletRequest request, AuditAttempt attempt) {
        HandlerMethod handler = handler(request);
        attempt.is(
                Callers.of(request),
                handler == null ? null : handler.getMethod().getName(),
                plan(request));
    }

    private static boolean concerns(
            HttpServletRequest request, @Nullable Caller caller, @Nullable HandlerMethod handler, int status) {
        if (status == 401 || status == 403 || status == 429) {
            return true;
        }
        return caller != null && !READING.contains(request.getMethod()) && !onlyReads(handler);
    }

    /** A preview, say, which is asked for with a body. */
    private static boolean onlyReads(@Nullable HandlerMethod handler) {
        Requires requires = handler == null ? null : handler.getMethodAnnotation(Requires.class);
        return requires != null && requires.value() == Permission.READ;
    }

    private static @Nullable HandlerMethod handler(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method
                ? method
                : null;
    }

    private static @Nullable String plan(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get("plan") instanceof String plan
                        && plan.matches(Parameters.PLAN)
                ? plan
                : null;
    }
}
