package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** One of all endpoints, found by a walk over what the server maps. */
record Endpoint(RequestMethod method, String pattern, boolean takesBody, boolean takesForm, String run) {
    static List<Endpoint> all(FakeServer server, String run) {
        List<Endpoint> found = new ArrayList<>();
        mappings(server).getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("io.rsyncbackup")
                    && handler.getBeanType() != ProblemErrors.class) {
                boolean body =
                        info.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.APPLICATION_JSON);
                boolean form = info.getConsumesCondition()
                        .getConsumableMediaTypes()
                        .contains(MediaType.APPLICATION_FORM_URLENCODED);
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> info.getPatternValues()
                                .forEach(pattern -> found.add(new Endpoint(method, pattern, body, form, run))));
            }
        });
        assertThat(found).hasSizeGreaterThan(20);
        return found;
    }

    static RequestMappingHandlerMapping mappings(FakeServer server) {
        return server.context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    /** With names of what is there. */
    String path() {
        return pattern.replace("{plan}", "laptop")
                .replace("{run}", run)
                .replace("{snapshot}", "2026-11-01T120000Z")
                .replace("{channel}", "ops-hook")
                .replace("{code}", "not-found")
                .replace("{token}", "0b6a3f0e-0000-4000-8000-000000000000");
    }

    Endpoint withPattern(String other) {
        return new Endpoint(method, other, takesBody, takesForm, run);
    }

    Http.Answer send(Http http, String body, String... headers) {
        if (!takesForm) {
            return http.send(method.name(), path(), body, headers);
        }
        String[] typed = Arrays.copyOf(headers, headers.length + 2);
        typed[headers.length] = "Content-Type";
        typed[headers.length + 1] = MediaType.APPLICATION_FORM_URLENCODED_VALUE;
        return http.send(method.name(), path(), "", typed);
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }
}
