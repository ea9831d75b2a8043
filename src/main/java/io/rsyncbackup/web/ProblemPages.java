package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** A page for every problem: what it means and what to do. HTML for browsers, text for curl. */
@Hidden
@RestController
class ProblemPages {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=utf-8");
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=utf-8");

    private final Links links;

    ProblemPages(Links links) {
        this.links = links;
    }

    @GetMapping("/problems")
    @WithoutToken
    ResponseEntity<String> listProblems(
            @RequestHeader(name = "Accept", required = false) @Nullable String accept, HttpServletRequest request) {
        String text = Arrays.stream(Problem.values())
                .map(problem -> "%d %-28s %s%n".formatted(problem.status(), problem.code(), problem.title()))
                .collect(Collectors.joining());
        String rows = Arrays.stream(Problem.values())
                .map(problem -> "<tr><td>%d</td><td><a href=\"%s\">%s</a></td><td>%s</td></tr>%n"
                        .formatted(
                                problem.status(),
                                escaped(links.to(request, "/problems/" + problem.code())),
                                problem.code(),
                                escaped(problem.title())))
                .collect(Collectors.joining());
        return page(accept, text, "Problems", "<table>" + rows + "</table>");
    }

    @GetMapping("/problems/{code}")
    @WithoutToken
    ResponseEntity<String> getProblem(
            @PathVariable String code,
            @RequestHeader(name = "Accept", required = false) @Nullable String accept,
            HttpServletRequest request) {
        Problem problem = Problem.find(code)
                .orElseThrow(() ->
                        new ProblemException(Problem.NOT_FOUND, "no problem has this code; GET /problems lists them"));
        String text = "%s (%s, %d)%n%n%s%n%nWhat to do: %s%n"
                .formatted(problem.title(), problem.code(), problem.status(), problem.explanation(), problem.mend());
        String html =
                "<p><code>%s</code>, status %d</p><p>%s</p><h2>What to do</h2><p>%s</p><p><a href=\"%s\">All problems</a></p>"
                        .formatted(
                                problem.code(),
                                problem.status(),
                                escaped(problem.explanation()),
                                escaped(problem.mend()),
                                escaped(links.to(request, "/problems")));
        return page(accept, text, problem.title(), html);
    }

    private static ResponseEntity<String> page(@Nullable String accept, String text, String title, String html) {
        boolean forBrowser = accept != null && accept.contains("text/html");
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
                + "td{padding:.2rem .8rem .2rem 0}</style><h1>" + escaped(title) + "</h1>" + html + "</html>\n";
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .contentType(forBrowser ? HTML : TEXT)
                .body(forBrowser ? page : text);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
