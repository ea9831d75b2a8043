package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ServerTest {
    private static final Path COMMITTED = Path.of("openapi/openapi.yaml");

    private static JsonNode document() {
        return http.as(null).get("/v3/api-docs").json();
    }

    @Test
    void theCommittedDocumentIsWhatTheServerSays() throws IOException {
        Http.Answer served = http.as(null).get("/v3/api-docs.yaml");
        assertThat(served.status()).as(served.text()).isEqualTo(200);
        if (Boolean.getBoolean("openapi.update")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, served.text());
        }
        assertThat(served.text())
                .as("openapi/openapi.yaml is out of date: run this test with -Dopenapi.update=true and commit it")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void everyBodyHasAnExampleAndEveryOperationItsOwnName() {
        Set<String> names = new HashSet<>();
        document()
                .path("paths")
                .forEach(path -> path.properties().forEach(entry -> {
                    JsonNode operation = entry.getValue();
                    String name = operation.path("operationId").asString();
                    assertThat(names.add(name)).as(name).isTrue();
                    assertThat(operation.path("tags").size()).as(name).isEqualTo(1);
                    assertThat(operation.path("description").asString())
                            .as(name)
                            .contains("Needs the permission `");
                    assertExamples(name, operation.path("requestBody").path("content"));
                    operation.path("responses").forEach(response -> assertExamples(name, response.path("content")));
                    assertThat(operation.path("responses").properties().stream().map(java.util.Map.Entry::getKey))
                            .as(name)
                            .contains("400", "401", "403", "500", "503");
                }));
        assertThat(names).hasSize(34);
    }

    private static void assertExamples(String name, JsonNode content) {
        content.forEach(media -> assertThat(media.has("example") || media.has("examples"))
                .as(name + " " + media)
                .isTrue());
    }

    @Test
    void everyNumberAndTimeHasItsFormat() {
        document()
                .path("components")
                .path("schemas")
                .forEach(schema -> schema.path("properties").properties().forEach(entry -> {
                    JsonNode property = entry.getValue();
                    String type = property.path("type").asString("");
                    if (type.equals("integer") || type.equals("number")) {
                        assertThat(property.path("format").asString(""))
                                .as(entry.getKey())
                                .isIn("int32", "int64", "double");
                    }
                    if (entry.getKey().endsWith("At") || entry.getKey().equals("asOf")) {
                        assertThat(property.path("format").asString(""))
                                .as(entry.getKey())
                                .isEqualTo("date-time");
                    }
                    assertThat(property.toString()).doesNotContain("\"null\"");
                }));
    }

    @Test
    void knownValuesAreNoClosedLists() {
        String document = http.as(null).get("/v3/api-docs").text();
        assertThat(document).doesNotContain("\"enum\"").contains("x-extensible-enum");
    }

    @Test
    void theDocumentIsTheSameEachTimeAndTellsNothingOfThisHost() {
        String first = http.as(null).get("/v3/api-docs.yaml").text();
        assertThat(http.get("/v3/api-docs.yaml", "X-Forwarded-Host", "evil.example")
                        .text())
                .isEqualTo(first);
        assertThat(first).doesNotContain("127.0.0.1").doesNotContain("localhost");
    }

    @Test
    void theUserInterfaceIsThere() {
        Http.Answer page = http.as(null).get("/swagger-ui.html");
        assertThat(page.status()).isEqualTo(302);
        assertThat(http.as(null).get("/swagger-ui/index.html").text()).contains("swagger-ui-bundle.js");
        assertThat(http.as(null).get("/swagger-ui/swagger-ui-bundle.js").status())
                .isEqualTo(200);
        assertThat(http.as(null).get("/v3/api-docs/swagger-config").status()).isEqualTo(200);
    }
}
