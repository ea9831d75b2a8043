package io.rsyncbackup.web;

import io.rsyncbackup.log.LogMarks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Names each request, and turns what any later filter throws, or refuses without a word, into a problem. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {
    private final ProblemResolver problems;

    RequestIdFilter(ProblemResolver problems) {
        this.problems = problems;
    }

    @Override
    @SuppressWarnings("try") // held only to be closed
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        String id = RequestIds.assign(request, request.getHeader(RequestIds.HEADER));
        response.setHeader(RequestIds.HEADER, id);
        try (LogMarks marks = LogMarks.request(id)) {
            chain.doFilter(request, response);
            if (response.getStatus() >= 400 && response.getContentType() == null && !response.isCommitted()) {
                problems.answerStatus(request, response);
            }
        } catch (ServletException | RuntimeException | IOException e) {
            problems.answer(request, response, rootOf(e));
        }
    }

    private static Exception rootOf(Exception e) {
        return e instanceof ServletException && e.getCause() instanceof Exception cause ? cause : e;
    }
}
