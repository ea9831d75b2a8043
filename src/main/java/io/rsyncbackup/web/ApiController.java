package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The way in: name, version, links. */
@Tag(name = OpenApiConfiguration.STATUS)
@RestController
class ApiController {
    private static final Map<String, String> LINKS = new LinkedHashMap<>();

    static {
        LINKS.put("status", "/api/v1/status");
        LINKS.put("plans", "/api/v1/plans");
        LINKS.put("runs", "/api/v1/runs");
        LINKS.put("tokens", "/api/v1/tokens");
        LINKS.put("audit", "/api/v1/audit");
        LINKS.put("drain", "/api/v1/drain");
        LINKS.put("channels", "/api/v1/channels");
        LINKS.put("health", "/actuator/health");
        LINKS.put("metrics", "/actuator/prometheus");
        LINKS.put("openapi", "/v3/api-docs.yaml");
        LINKS.put("documentation", "/swagger-ui.html");
        LINKS.put("problems", "/problems");
    }

    private final Links links;
    private final String version;

    ApiController(Links links, ObjectProvider<BuildProperties> build) {
        this.links = links;
        BuildProperties properties = build.getIfAvailable();
        String known = properties == null ? null : properties.getVersion();
        this.version = known == null ? "development" : known;
    }

    @GetMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Name, version and links")
    @Requires(Permission.READ)
    ApiResource getApi(HttpServletRequest request) {
        Map<String, String> addresses = new LinkedHashMap<>();
        LINKS.forEach((name, path) -> addresses.put(name, links.to(request, path)));
        return new ApiResource("rsync-backup-server", version, addresses);
    }

    /** What answers here. */
    @Schema(name = "Api")
    record ApiResource(
            @Schema(description = "Where to go from here") String name, String version, Map<String, String> links) {}
}
