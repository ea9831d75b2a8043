package io.rsyncbackup.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document: what springdoc finds, completed by what the code knows besides. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    static final String PLANS = "Plans";
    static final String RUNS = "Runs";
    static final String SNAPSHOTS = "Snapshots";
    static final String ROTATION = "Rotation";
    static final String STATUS = "Status";
    static final String ACCESS = "Access";
    static final String SERVER = "Server";
    static final String CHANNELS = "Channels";

    private static final String DESCRIPTION =
            "Full system backups with rsync, kept as dated snapshots and rotated by a scheme.\n\n"
                    + "Times are ISO 8601 in UTC, durations are seconds. A value that is not there is absent, never null."
                    + " Where a field has known values, later versions may know more: take any text."
                    + " Unknown fields in requests are refused. Every error is a problem document (RFC 9457) whose type"
                    + " is a page that explains it.";

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("rsync-backup-server")
                        .version("1")
                        .description(DESCRIPTION)
                        .contact(new Contact().name("rsync-backup-server"))
                        .license(new License().name("MIT").identifier("MIT")))
                .servers(List.of(new Server().url("/").description("The server that gave this document")))
                .tags(List.of(
                        new Tag().name(STATUS).description("Is everything backed up?"),
                        new Tag().name(PLANS).description("What to back up, where to, and how long to keep it"),
                        new Tag().name(RUNS).description("One execution of a plan's steps each"),
                        new Tag().name(SNAPSHOTS).description("Dated, complete copies of what a plan backs up"),
                        new Tag().name(ROTATION).description("Which snapshots stay, and why"),
                        new Tag().name(CHANNELS).description("Who is told what becomes of runs"),
                        new Tag().name(ACCESS).description("Who may what, and who did what"),
                        new Tag().name(SERVER).description("Maintenance of the server itself")))
                .security(List.of(
                        new SecurityRequirement().addList("bearer"), new SecurityRequirement().addList("basic")))
                .components(new Components()
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A token, as in bks_…, or one of the configured issuer's"))
                        .addSecuritySchemes(
                                "basic",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("Name and password, only where people are configured")));
    }

    @Bean
    OperationCustomizer operations(OpenApiExamples examples) {
        OpenApiOperations operations = new OpenApiOperations(examples);
        return (operation, handler) -> operations.complete(operation, handler);
    }

    @Bean
    OpenApiCustomizer schemas(OpenApiExamples examples) {
        return document -> {
            OpenApiSchemas.complete(document.getComponents());
            document.getComponents().setExamples(examples.ofProblems(document));
        };
    }
}
