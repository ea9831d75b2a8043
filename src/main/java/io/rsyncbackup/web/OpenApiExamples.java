package io.rsyncbackup.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The examples of bodies: files beside the code, in which {@code {"$include": "run"}} stands for another file. */
@Component
class OpenApiExamples {
    private static final String DIRECTORY = "/openapi/examples/";
    private static final String INCLUDE = "$include";

    private final JsonMapper json = JsonMapper.builder().build();

    /** @throws IllegalStateException when there is no such example: every body has one */
    Object read(String name, String mediaType) {
        // a form too is an object in the document
        return mediaType.contains("json") || mediaType.contains("form")
                ? resolved(json.readValue(text(name + ".json"), Object.class))
                : text(name + ".txt");
    }

    /** One of each problem that some operation refers to. */
    Map<String, Example> ofProblems(OpenAPI document) {
        Set<String> used = new TreeSet<>();
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(operation -> operation.getResponses().values().stream())
                .filter(response -> response.getContent() != null)
                .map(response -> response.getContent().get(OpenApiOperations.PROBLEM_JSON))
                .filter(media -> media != null && media.getExamples() != null)
                .forEach(media -> used.addAll(media.getExamples().keySet()));
        Map<String, Example> examples = new TreeMap<>();
        used.forEach(code -> examples.put(code, ofProblem(Problem.find(code).orElseThrow())));
        return examples;
    }

    private static Example ofProblem(Problem problem) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", "/problems/" + problem.code());
        value.put("title", problem.title());
        value.put("status", problem.status());
        value.put("detail", problem.explanation());
        value.put("instance", "/api/v1/plans/laptop/runs");
        value.put("requestId", "5b1a6c1e-9d43-4f0e-8a55-0c7b3a3f6d21");
        return new Example().summary(problem.title()).value(value);
    }

    private Object resolved(Object value) {
        return switch (value) {
            case Map<?, ?> map
            when map.containsKey(INCLUDE) -> resolved(json.readValue(text(map.get(INCLUDE) + ".json"), Object.class));
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, inner) -> copy.put(key, resolved(inner)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(inner -> copy.add(resolved(inner)));
                yield copy;
            }
            default -> value;
        };
    }

    private static String text(String file) {
        try (InputStream stream = OpenApiExamples.class.getResourceAsStream(DIRECTORY + file)) {
            if (stream == null) {
                throw new IllegalStateException("the OpenAPI document lacks the example " + DIRECTORY + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
