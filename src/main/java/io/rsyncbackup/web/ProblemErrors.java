package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the servlet container found wrong while this application was already asked. */
@Hidden
@Controller
class ProblemErrors implements ErrorController {
    private final ProblemWriter writer;

    ProblemErrors(ProblemWriter writer) {
        this.writer = writer;
    }

    @RequestMapping("${server.error.path:/error}")
    @WithoutToken
    void writeError(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problem problem = status instanceof Integer code ? Problem.ofStatus(code) : Problem.NOT_FOUND;
        writer.write(request, response, ProblemReport.of(problem, problem.explanation()));
    }
}
