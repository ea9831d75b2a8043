package io.rsyncbackup.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Writes a problem document as the whole answer. */
@Component
class ProblemWriter {
    private static final String MEDIA_TYPE = "application/problem+json";

    private final WebJson json;
    private final Links links;

    ProblemWriter(WebJson json, Links links) {
        this.json = json;
        this.links = links;
    }

    void write(HttpServletRequest request, HttpServletResponse response, ProblemReport report) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = json.mapper().writeValueAsBytes(document(request, report));
        response.resetBuffer();
        response.setStatus(report.problem().status());
        response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private ProblemDocument document(HttpServletRequest request, ProblemReport report) {
        Problem problem = report.problem();
        return new ProblemDocument(
                links.to(request, "/problems/" + problem.code()),
                problem.title(),
                problem.status(),
                report.detail(),
                links.requested(request),
                RequestIds.of(request),
                report.errors().isEmpty() ? null : report.errors(),
                report.plan(),
                report.runId(),
                report.run());
    }
}
