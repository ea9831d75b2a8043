package io.rsyncbackup.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.web.method.HandlerMethod;

/** Completes each operation: its permission, its problems, its examples, what its parameters mean. */
final class OpenApiOperations {
    static final String PROBLEM_JSON = "application/problem+json";

    private static final List<Problem> OF_ALL = List.of(
            Problem.INVALID_REQUEST,
            Problem.UNAUTHORIZED,
            Problem.FORBIDDEN,
            Problem.NOT_ACCEPTABLE,
            Problem.INTERNAL_ERROR,
            Problem.DATABASE_UNAVAILABLE);
    private static final List<Problem> OF_BODIES = List.of(Problem.CONTENT_TOO_LARGE, Problem.UNSUPPORTED_MEDIA_TYPE);

    private final OpenApiExamples examples;

    OpenApiOperations(OpenApiExamples examples) {
        this.examples = examples;
    }

    Operation complete(Operation operation, HandlerMethod handler) {
        operation.setOperationId(handler.getMethod().getName());
        addPermission(operation, handler);
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(OpenApiOperations::describe);
        }
        problems(operation, handler).forEach(problem -> add(operation.getResponses(), problem));
        addExamples(operation);
        sort(operation.getResponses());
        return operation;
    }

    private static void addPermission(Operation operation, HandlerMethod handler) {
        Requires requires = handler.getMethodAnnotation(Requires.class);
        if (requires != null) {
            String text = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
            operation.setDescription(
                    text + "Needs the permission `" + requires.value().text() + "`.");
        }
    }

    private static void describe(Parameter parameter) {
        String name = parameter.getName();
        parameter.setDescription(Descriptions.ofParameter(name));
        List<String> known = Descriptions.values(name);
        // springdoc gives the same schema to many parameters, so it must not be changed
        if (!known.isEmpty()) {
            Schema<?> text = new StringSchema();
            OpenApiSchemas.addKnown(text, known);
            parameter.setSchema(parameter.getSchema().getItems() == null ? text : new ArraySchema().items(text));
        }
        if (Descriptions.isFlag(name)) {
            parameter.schema(new BooleanSchema()).allowEmptyValue(true);
        }
        if (Descriptions.isTime(name)) {
            parameter.setSchema(new StringSchema().format("date-time"));
        }
    }

    private static List<Problem> problems(Operation operation, HandlerMethod handler) {
        List<Problem> all = new ArrayList<>(OF_ALL);
        if (operation.getRequestBody() != null) {
            all.addAll(OF_BODIES);
        }
        Fails fails = handler.getMethodAnnotation(Fails.class);
        if (fails != null) {
            all.addAll(List.of(fails.value()));
        }
        return all;
    }

    private static void add(ApiResponses responses, Problem problem) {
        ApiResponse response = responses.computeIfAbsent(
                Integer.toString(problem.status()), status -> new ApiResponse().description(problem.title()));
        if (response.getContent() == null) {
            response.setContent(new Content());
        }
        MediaType media = response.getContent()
                .computeIfAbsent(
                        PROBLEM_JSON,
                        type -> new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")));
        media.addExamples(problem.code(), new Example().$ref("#/components/examples/" + problem.code()));
        if (problem == Problem.UNAUTHORIZED) {
            response.addHeaderObject(
                    "WWW-Authenticate",
                    new Header().description("The challenge").schema(new StringSchema()));
        }
    }

    private void addExamples(Operation operation) {
        String id = operation.getOperationId();
        if (operation.getRequestBody() != null) {
            operation
                    .getRequestBody()
                    .getContent()
                    .forEach((type, media) -> media.setExample(examples.read(id + ".request", type)));
        }
        operation.getResponses().forEach((status, response) -> {
            if (response.getContent() != null) {
                response.getContent().forEach((type, media) -> {
                    if (!type.equals(PROBLEM_JSON)) {
                        media.setExample(examples.read(id + "." + status, type));
                    }
                });
            }
        });
    }

    private static void sort(ApiResponses responses) {
        TreeMap<String, ApiResponse> sorted = new TreeMap<>(responses);
        responses.clear();
        responses.putAll(sorted);
    }
}
