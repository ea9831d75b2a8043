package io.rsyncbackup.web;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tomcat refuses before this application is asked: no page of Tomcat's own, no version, no stack trace. */
final class ProblemValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

    private final ProblemWriter writer;

    ProblemValve(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = Problem.ofStatus(response.getStatus());
        String detail = problem == Problem.INVALID_REQUEST
                ? "this is not HTTP as this server understands it: look at the path, the headers and the version"
                : problem.explanation();
        try {
            writer.write(request, response.getResponse(), ProblemReport.of(problem, detail));
        } catch (IOException | IllegalStateException e) {
            log.debug("The caller of a malformed request could not be told: {}", e.toString());
        }
    }
}
