package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart, rendered with a matrix of values; {@code -Dgolden.update=true} writes the golden files anew. */
class ChartTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "chart");
    private static final Set<String> OPERATOR = Set.of("ServiceMonitor", "PrometheusRule");

    @Test
    void hasNothingThatHelmObjectsTo() {
        var result = Chart.helm().lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "cluster", "root", "deployment", "surroundings"})
    void rendersWhatItDid(String values) throws IOException {
        var rendered = Chart.render(RESOURCES.resolve("values/" + values + ".yaml"));
        var golden = RESOURCES.resolve("golden/" + values + ".yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, rendered);
        }
        assertThat(rendered)
                .as("%s; write it with -Dgolden.update=true and look at it", golden)
                .isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "cluster", "root", "deployment", "surroundings"})
    void rendersOnlyWhatKubernetesKnows(String values) throws Exception {
        for (var manifest : Chart.manifests(Chart.render(RESOURCES.resolve("values/" + values + ".yaml")))) {
            var kind = manifest.get("kind").toString();
            if (OPERATOR.contains(kind)) {
                assertThat(manifest.get("apiVersion")).isEqualTo("monitoring.coreos.com/v1");
            } else {
                validate(kind, Chart.json(manifest));
            }
        }
    }

    @Test
    void takesTheValuesOfTheReadme() throws Exception {
        var yaml = Pattern.compile("(?s)```yaml\\n( *replicas: 3\\n.*?)```")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(yaml.find()).isTrue();
        var rendered = Chart.render(yaml.group(1).stripIndent());
        assertThat(Chart.at(Chart.manifest(rendered, "StatefulSet"), "spec", "replicas"))
                .isEqualTo(3);
        assertThat(rendered).contains("source: root@web.example.org:/", "rerun-interrupted: true");
    }

    @Test
    void itsValidationFindsMisspeltFieldsAndMissingOnes() throws IOException {
        var deployment = Chart.render(RESOURCES.resolve("values/deployment.yaml"));
        for (var mistake :
                List.of("securityContext:>securtyContext:", "selector:>selektor:", "containerPort:>containerPrt:")) {
            var wrong = deployment.replace(mistake.split(">")[0], mistake.split(">")[1]);
            assertThatThrownBy(() -> validate("Deployment", Chart.json(Chart.manifest(wrong, "Deployment"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {replicas: 2} | several servers need a PostgreSQL
                    {replicas: 2, database: {url: "jdbc:postgresql://a/b", existingSecret: c}} | several servers need backups on a volume
                    {database: {url: "jdbc:postgresql://a/b"}} | database.existingSecret
                    {database: {url: "jdbc:mysql://a/b"}} | pattern
                    {serviceMonitor: {enabled: true}} | serviceMonitor.tokenSecret
                    {replicaCount: 2} | replicaCount
                    {replicas: "two"} | replicas
                    {plans: {Laptop: {source: /, destination: /backups/a/latest}}} | Laptop
                    {plans: {laptop: {source: /}}} | destination
                    {kind: DaemonSet} | kind
                    {terminationGracePeriodSeconds: 5} | terminationGracePeriodSeconds
                    """)
    void refusesMistakesAndNamesThem(String values, String named) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(named);
    }

    @Test
    void passesTheRestrictedProfileByDefault() {
        var pod = Chart.at(Chart.manifest(Chart.render("{}"), "StatefulSet"), "spec", "template", "spec");
        assertThat(Chart.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(Chart.at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
        assertThat(Chart.at(pod, "containers", "0", "securityContext"))
                .isEqualTo(Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
        assertThat((List<?>) Chart.at(pod, "volumes"))
                .allSatisfy(volume -> assertThat(volume.toString())
                        .containsAnyOf("configMap=", "emptyDir=", "persistentVolumeClaim=", "secret="));
    }

    /** The image has none, and a plan asks for it unless it says otherwise. */
    @Test
    void needsNoSudo() {
        var values = "plans: {a: {source: 'root@a:/', destination: /backups/a/latest},"
                + " b: {source: /b, destination: /backups/b/latest, sudo: true}}";
        assertThat(plans(values).toString())
                .contains("a={")
                .contains("sudo=false")
                .contains("sudo=true");
        assertThat(plans(values + "\npodSecurityContext: {runAsNonRoot: false, runAsUser: 0}")
                        .toString())
                .doesNotContain("sudo=false");
    }

    /** With a group the kubelet makes them readable for it, whatever their mode. */
    @Test
    void rootsSecretsAreForNobodyElse() {
        var values = "{ssh: {existingSecret: keys}, podSecurityContext: {runAsNonRoot: false, runAsUser: 0}}";
        var pod = Chart.at(Chart.manifest(Chart.render(values), "StatefulSet"), "spec", "template", "spec");
        assertThat(Chart.at(pod, "securityContext").toString())
                .contains("runAsUser=0")
                .doesNotContain("fsGroup");
        assertThat(pod.toString()).contains("secretName=keys, defaultMode=256");
    }

    private static Object plans(String values) {
        var configuration = Chart.at(Chart.manifest(Chart.render(values), "ConfigMap"), "data", "application.yaml");
        return Chart.at(new Yaml().load(configuration.toString()), "backup", "plans");
    }

    @Test
    void itsProbesLookAtNoBackup() {
        var rendered = Chart.render("{}");
        assertThat(Pattern.compile("path: (/actuator/\\S+)")
                        .matcher(rendered)
                        .results()
                        .map(found -> found.group(1).replace(",", "")))
                .containsOnly("/actuator/health/liveness", "/actuator/health/readiness");
    }

    @Test
    void describesEachValueInItsSchemaAndInItsText() throws IOException {
        var values = Chart.json(new Yaml().load(Files.readString(Chart.DIRECTORY.resolve("values.yaml"))));
        var schema =
                JsonMapper.builder().build().readTree(Files.readString(Chart.DIRECTORY.resolve("values.schema.json")));
        var known = new TreeSet<String>();
        names(schema, known);
        known.remove("global");
        assertThat(values.getAsJsonObject().keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    /** Helm reads nothing outside of its chart. */
    @Test
    void hasTheAlertsAndTheDashboardThatAreShipped() {
        var shipped = Path.of("src", "main", "dist", "monitoring");
        var files = Chart.DIRECTORY.resolve("files");
        assertThat(files.resolve("rules.yaml")).hasSameTextualContentAs(shipped.resolve("rules.yml"));
        assertThat(files.resolve("dashboard.json")).hasSameTextualContentAs(shipped.resolve("dashboard.json"));
    }

    @Test
    void hasTheVersionOfTheServer() throws IOException {
        Map<String, Object> chart = new Yaml().load(Files.readString(Chart.DIRECTORY.resolve("Chart.yaml")));
        var pom = Files.readString(Path.of("pom.xml"));
        var version = Pattern.compile("<artifactId>rsync-backup-server</artifactId>\\s*<version>([^<]+)")
                .matcher(pom);
        assertThat(version.find()).isTrue();
        assertThat(List.of(chart.get("version"), chart.get("appVersion"))).containsOnly(version.group(1));
    }

    private static void names(JsonNode schema, Set<String> names) {
        schema.path("properties").propertyNames().forEach(names::add);
    }

    /** As the API server does with strict validation. */
    private static void validate(String kind, JsonElement manifest) throws Exception {
        try {
            Class.forName("io.kubernetes.client.openapi.models.V1" + kind)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, manifest);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
