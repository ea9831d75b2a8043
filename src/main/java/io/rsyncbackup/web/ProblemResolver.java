package io.rsyncbackup.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers every exception that reaches the edge with a problem, once, here. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemResolver implements HandlerExceptionResolver {
    private static final Logger log = LoggerFactory.getLogger(ProblemResolver.class);

    private final ProblemWriter writer;

    ProblemResolver(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        try {
            answer(request, response, e);
        } catch (IOException gone) {
            log.debug("The caller went away before it could be told: {}", gone.toString());
        }
        return new ModelAndView();
    }

    void answer(HttpServletRequest request, HttpServletResponse response, Exception e) throws IOException {
        if (response.isCommitted()) {
            log.debug("{} {} ended early: {}", request.getMethod(), request.getRequestURI(), e.toString());
            return;
        }
        ProblemReport report = Problems.of(request, e);
        if (report.problem() == Problem.INTERNAL_ERROR || report.problem() == Problem.DATABASE_UNAVAILABLE) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        }
        addHeaders(response, report.problem(), e);
        writer.write(request, response, report);
    }

    /** Actuator's endpoints answer what they do not know with a status and nothing else. */
    void answerStatus(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem problem = Problem.ofStatus(response.getStatus());
        writer.write(request, response, ProblemReport.of(problem, problem.explanation()));
    }

    private static void addHeaders(HttpServletResponse response, Problem problem, Exception e) {
        if (e instanceof HttpRequestMethodNotSupportedException method && method.getSupportedMethods() != null) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", method.getSupportedMethods()));
        }
        if (e instanceof HttpMediaTypeNotSupportedException type
                && !type.getSupportedMediaTypes().isEmpty()) {
            response.setHeader(HttpHeaders.ACCEPT, MediaType.toString(type.getSupportedMediaTypes()));
        }
        if (problem.status() == 503 || problem.status() == 507) {
            boolean takesLonger = problem == Problem.DRAINING || problem == Problem.DATA_DISK_FULL;
            response.setHeader(HttpHeaders.RETRY_AFTER, takesLonger ? "60" : "10");
        }
    }
}
