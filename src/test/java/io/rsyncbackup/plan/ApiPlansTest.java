package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.cluster.FakeCluster;
import io.rsyncbackup.cluster.Member;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.plan.PlanEditor.Condition;
import io.rsyncbackup.plan.PlanRefusedException.Reason;
import io.rsyncbackup.snapshot.SnapshotIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.sqlite.SQLiteDataSource;

/** Plans that are made, changed and deleted while the server runs. */
class ApiPlansTest {
    private final FakeCluster cluster = new FakeCluster();
    private static final Condition ANY = version -> true;

    @TempDir
    Path directory;

    private Path sources;
    private Path destinations;
    private DataSource database;
    private RealPathBounds bounds;
    private AllPlans plans;
    private PlanEditor editor;
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        directory = directory.toRealPath();
        sources = Files.createDirectories(directory.resolve("srv"));
        destinations = Files.createDirectories(directory.resolve("backups"));
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + directory.resolve("test.db"));
        database = sqlite;
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/sqlite")
                .load()
                .migrate();
        server(new AllowedRoots(List.of(sources), List.of(destinations)));
    }

    private void server(AllowedRoots allowed) {
        server(
                allowed,
                Map.of("web1", connection("backup@web1:/srv"), "nas", connection("rsync://nas/module/backups")));
    }

    private void server(AllowedRoots allowed, Map<String, ConnectionProperties> connections) {
        PlanSpec fixed = PlanReader.read(
                "", ApiPlanReader.properties("/mnt/fixed/latest", ConnectionProperties.NONE), ZoneOffset.UTC);
        PlanSettings settings = new PlanSettings(
                new TreeMap<>(Map.of("fixed", fixed)),
                allowed,
                connections,
                Set.of("ops"),
                ZoneOffset.UTC,
                directory.resolve("data"));
        JdbcClient jdbc = JdbcClient.create(database);
        Clock clock = Clock.fixed(Instant.ofEpochMilli(17), ZoneOffset.UTC);
        ApiPlanStore store = new ApiPlanStore(jdbc, clock);
        PlanVersions versions = new PlanVersions(jdbc, clock);
        ConfiguredPlans configured = new ConfiguredPlans(settings, versions);
        bounds = new RealPathBounds(settings, store);
        plans = new AllPlans(configured, store);
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("listener", (PlanListener) heard::add);
        editor = new ApiPlans(
                new ApiPlanReader(settings, bounds),
                store,
                versions,
                configured,
                plans,
                new SnapshotIndex(jdbc),
                new Placement(cluster),
                clock,
                beans.getBeanProvider(PlanListener.class),
                new JdbcTransactionManager(database));
    }

    private static ConnectionProperties connection(String location) {
        return new ConnectionProperties(location, null, null, null, null, null, null);
    }

    private Map<String, Object> spec(Object source, Object destination) {
        return new LinkedHashMap<>(Map.of("source", source.toString(), "destination", destination.toString()));
    }

    private Map<String, Object> shop() {
        return spec(sources.resolve("shop"), destinations.resolve("shop/latest"));
    }

    private PlanEditor.Edited put(String name, Map<String, Object> document) {
        return editor.put(name, document, ANY, "admin");
    }

    @Test
    void whatGetShowsIsWhatPutTakes() {
        PlanEditor.Edited made = put("shop", shop());
        assertThat(made.created()).isTrue();
        assertThat(made.plan().origin()).isEqualTo(Plan.Origin.API);
        Plan plan = plans.get("shop");
        assertThat(plan).isEqualTo(made.plan());
        assertThat(plan.spec().sudo()).isFalse();
        Map<String, Object> shown = editor.document(plan);
        assertThat(shown).doesNotContainKeys("sudo", "ssh", "frozen");
        PlanEditor.Edited again = put("shop", new LinkedHashMap<>(shown));
        assertThat(again.created()).isFalse();
        assertThat(again.plan()).isEqualTo(plan);
        Map<String, Object> changed = new LinkedHashMap<>(shown);
        changed.put("keep", "newest");
        assertThat(put("shop", changed).plan().version()).isEqualTo(2);
        assertThat(plans.all()).extracting(Plan::name).containsExactly("fixed", "shop");
        assertThat(heard).containsExactly("shop", "shop", "shop");
    }

    @Test
    void tellsOnlyDeclaredChannels() {
        Map<String, Object> told = shop();
        told.put("channels", List.of("ops"));
        assertThat(put("shop", told).plan().spec().channels()).containsExactly("ops");

        told.put("channels", List.of("ops", "opps"));
        assertThatThrownBy(() -> put("shop", told))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("channels[1]")
                .hasMessageContaining("did you mean ops?");
    }

    @Test
    void leavesAPlanAloneThatAnotherServerHasInItsConfiguration() {
        put("shop", shop());
        cluster.others.add(new Member("two", Set.of(), Map.of("shop", "x"), null));
        assertThatThrownBy(() -> put("shop", shop()))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("the server two");
        assertThatThrownBy(() -> editor.delete("shop", ANY, () -> false)).isInstanceOf(PlanRefusedException.class);
        cluster.others.clear();
        assertThat(put("shop", shop()).created()).isFalse();
    }

    @Test
    void aPlanLastsOverRestartsUntilItIsDeleted() {
        put("shop", shop());
        server(new AllowedRoots(List.of(), List.of()));
        assertThat(plans.get("shop").spec().destination().text()).endsWith("/shop/latest");
        assertThatThrownBy(() -> bounds.check("shop", plans.get("shop").spec()))
                .isInstanceOf(PlanNotAllowedException.class);
        assertThatThrownBy(() -> editor.delete("shop", ANY, () -> true))
                .isInstanceOfSatisfying(
                        PlanRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.IN_USE));
        editor.delete("shop", ANY, () -> false);
        assertThat(plans.find("shop")).isEmpty();
        assertThatThrownBy(() -> editor.delete("shop", ANY, () -> false)).isInstanceOf(PlanNotFoundException.class);
    }

    @Test
    void conditionsAreHeld() {
        put("shop", shop());
        assertThatThrownBy(() -> editor.put("shop", shop(), version -> version.isEmpty(), "admin"))
                .hasMessageContaining("is at version 1 now");
        assertThatThrownBy(() -> editor.put("new", shop(), version -> version.isPresent(), "admin"))
                .hasMessageContaining("there is no plan new");
        assertThatThrownBy(() -> put("fixed", shop()))
                .isInstanceOfSatisfying(
                        PlanRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_EDITABLE));
        assertThatThrownBy(() -> editor.delete("fixed", ANY, () -> false)).isInstanceOf(PlanRefusedException.class);
        assertThat(plans.get("shop").version()).isEqualTo(1);
    }

    @Test
    void aVersionNeverMeansTwoThings() {
        put("shop", shop());
        editor.delete("shop", ANY, () -> false);
        assertThat(put("shop", shop()).plan().version()).isEqualTo(2);
        assertThatThrownBy(() -> editor.put("shop", shop(), Optional.of(1L)::equals, "admin"))
                .isInstanceOfSatisfying(
                        PlanRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PRECONDITION));
        editor.delete("shop", Optional.of(2L)::equals, () -> false);
        assertThat(put("shop", shop()).plan().version()).isEqualTo(3);
    }

    @Test
    void readsLikeThePlansOfTheConfiguration() {
        Map<String, Object> wrong = shop();
        wrong.put("maxDelete", "a lot");
        wrong.put("keep", "both");
        assertThatThrownBy(() -> put("shop", wrong))
                .isInstanceOf(PlanRejectedException.class)
                .hasMessageContaining("max-delete: \"a lot\"")
                .hasMessageContaining("keep: \"both\"");
        Map<String, Object> twisted = shop();
        twisted.put("exclude", Map.of("a", 1));
        assertThatThrownBy(() -> put("shop", twisted)).hasMessageContaining("exclude: does not have the form");
        put("shop", shop());
        assertThatThrownBy(() -> put("other", spec(sources, destinations.resolve("shop/second"))))
                .hasMessageContaining("keeps its snapshots in the same directory as that of plan shop")
                .hasMessageContaining("/other/latest");
    }

    @Test
    void whatLeadsElsewhereIsTheConfigurationsAlone() {
        for (Map.Entry<String, Object> key : Map.<String, Object>of(
                        "ssh", Map.of("identityFile", "/root/.ssh/id_rsa"),
                        "passwordFile", "/etc/shadow",
                        "tunnel", "evil@gateway",
                        "crypto", "backups",
                        "mount", "/mnt/backups",
                        "sudo", "true",
                        "hooks", Map.of("before", "reboot"))
                .entrySet()) {
            Map<String, Object> document = shop();
            document.put(key.getKey(), key.getValue());
            assertThatThrownBy(() -> put("shop", document))
                    .as(key.getKey())
                    .isInstanceOf(PlanRejectedException.class)
                    .hasMessageContaining("can only be said in the configuration");
        }
        Map<String, Object> unknown = shop();
        unknown.put("rsyncOptions", "-e sh");
        assertThatThrownBy(() -> put("shop", unknown)).hasMessageContaining("is not known here");
        assertThat(plans.find("shop")).isEmpty();
    }

    @Test
    void ofAKeyOfManyLinesOneLineIsSaid() {
        Map<String, Object> unknown = shop();
        unknown.put("a\r\n\r\n\r\nb", 1);
        assertThatThrownBy(() -> put("shop", unknown)).isInstanceOfSatisfying(PlanRejectedException.class, rejected -> {
            Problem problem = rejected.problems().getFirst();
            assertThat(problem.said()).startsWith("is not known here; known are: ");
            assertThat(problem.line()).isEqualTo("a   b: " + problem.said());
        });
    }

    @Test
    void otherHostsAreNamedByAConnection() {
        Map<String, Object> remote = spec("backup@web1:/srv/shop", destinations.resolve("shop/latest"));
        assertThatThrownBy(() -> put("shop", remote))
                .isInstanceOf(PlanNotAllowedException.class)
                .hasMessageContaining("backup.connections");
        remote.put("connection", "web1");
        put("shop", remote);
        assertThat(editor.document(plans.get("shop"))).containsEntry("connection", "web1");
        for (String outside : List.of(
                "backup@web1:/etc", "root@web1:/srv/shop", "backup@web2:/srv", "web1:/srv", "backup@web1:/srv2")) {
            remote.put("source", outside);
            assertThatThrownBy(() -> put("shop", remote)).as(outside).isInstanceOf(PlanNotAllowedException.class);
        }
        remote.put("connection", "nowhere");
        assertThatThrownBy(() -> put("shop", remote)).hasMessageContaining("known are: nas, web1");
        Map<String, Object> toNas = spec(sources, "rsync://nas/module/backups/shop/latest");
        toNas.put("connection", "nas");
        put("pushed", toNas);
        toNas.put("destination", "rsync://nas/module/backups2/latest");
        assertThatThrownBy(() -> put("pushed", toNas)).isInstanceOf(PlanNotAllowedException.class);
    }

    @Test
    void realPathsStayBelowTheAllowedOnes() throws Exception {
        Files.createDirectories(directory.resolve("srv-secret"));
        Files.createSymbolicLink(sources.resolve("link"), directory.resolve("srv-secret"));
        Files.createSymbolicLink(destinations.resolve("link"), directory);
        for (Object source :
                List.of("/", "/etc", directory, directory.resolve("srv-secret"), sources.resolve("link"))) {
            assertThatThrownBy(() -> put("shop", spec(source, destinations.resolve("shop/latest"))))
                    .as(source.toString())
                    .isInstanceOfSatisfying(
                            PlanNotAllowedException.class,
                            outside -> assertThat(outside.end()).isEqualTo(PlanNotAllowedException.End.SOURCE));
        }
        for (Object destination : List.of(
                directory.resolve("other/latest"),
                directory.resolve("backups2/latest"),
                destinations.resolve("link/shop/latest"),
                destinations)) {
            assertThatThrownBy(() -> put("shop", spec(sources, destination)))
                    .as(destination.toString())
                    .isInstanceOf(RuntimeException.class)
                    .satisfies(e ->
                            assertThat(e).isInstanceOfAny(PlanNotAllowedException.class, PlanRejectedException.class));
        }
        assertThat(plans.find("shop")).isEmpty();
    }

    @Test
    void whatTheConfigurationTakesFromAConnectionEndsForPlansToo() {
        AllowedRoots allowed = new AllowedRoots(List.of(sources), List.of(destinations));
        ConnectionProperties.Ssh key = new ConnectionProperties.Ssh("/etc/backup/id", null, null);
        ConnectionProperties full = new ConnectionProperties("backup@web1:/srv", key, null, null, null, null, "true");
        ConnectionProperties disk =
                new ConnectionProperties(null, null, null, null, "vault", destinations.toString(), null);
        server(allowed, Map.of("web1", full, "disk", disk));
        Map<String, Object> remote = spec("backup@web1:/srv/shop", destinations.resolve("shop/latest"));
        remote.put("connection", "web1");
        Map<String, Object> mounted = spec(sources, destinations.resolve("kept/latest"));
        mounted.put("connection", "disk");
        PlanSpec shop = put("shop", remote).plan().spec();
        PlanSpec kept = put("kept", mounted).plan().spec();
        bounds.check("shop", shop);
        bounds.check("kept", kept);

        String elsewhere = "says something else now; PUT the plan again";
        for (ConnectionProperties less : List.of(
                new ConnectionProperties("backup@web1:/srv", key, null, null, null, null, null),
                new ConnectionProperties("backup@web1:/srv", null, null, null, null, null, "true"),
                new ConnectionProperties("backup@web1:/srv", key, null, null, "vault", "/mnt", "true"))) {
            server(allowed, Map.of("web1", less));
            assertThatThrownBy(() -> bounds.check("shop", shop))
                    .as("%s", less)
                    .isInstanceOf(PlanNotAllowedException.class)
                    .hasMessage("connection web1 " + elsewhere);
            assertThatThrownBy(() -> bounds.check("kept", kept))
                    .isInstanceOf(PlanNotAllowedException.class)
                    .hasMessageContaining("connection disk is not declared any more");
        }
        server(
                allowed,
                Map.of(
                        "web1",
                        new ConnectionProperties("backup@web1:/srv/other", key, null, null, null, null, "true")));
        assertThatThrownBy(() -> bounds.check("shop", shop))
                .isInstanceOf(PlanNotAllowedException.class)
                .hasMessageContaining("lies on another host");
        server(allowed, Map.of());
        assertThatThrownBy(() -> bounds.check("shop", shop)).hasMessageContaining("web1 is not declared any more");
        server(allowed, Map.of("web1", full));
        bounds.check("shop", shop);
    }

    @Test
    void aDeletedPlanMayNoMoreThanANewOne() {
        Map<String, Object> remote = spec("backup@web1:/srv/shop", destinations.resolve("shop/latest"));
        remote.put("connection", "web1");
        PlanSpec shop = put("shop", remote).plan().spec();
        PlanSpec kept = put("kept", spec(sources, destinations.resolve("kept/latest")))
                .plan()
                .spec();
        editor.delete("shop", ANY, () -> false);
        editor.delete("kept", ANY, () -> false);
        server(new AllowedRoots(List.of(sources), List.of()), Map.of());
        for (Map.Entry<String, PlanSpec> deleted :
                Map.of("shop", shop, "kept", kept).entrySet()) {
            assertThatThrownBy(() -> bounds.check(deleted.getKey(), deleted.getValue()))
                    .isInstanceOf(PlanNotAllowedException.class);
        }
    }

    @Test
    void whatWasAskedOfAPlanOfTheConfigurationIsDoneAfterItWasTakenOut() {
        PlanSpec fixed = plans.get("fixed").spec();
        new RealPathBounds(
                        new PlanSettings(new TreeMap<>()),
                        new ApiPlanStore(JdbcClient.create(database), Clock.systemUTC()))
                .check("fixed", fixed);
    }

    @Test
    void aLinkThatIsMadeLaterLeadsNowhere() throws Exception {
        Path shop = Files.createDirectory(sources.resolve("shop"));
        put("shop", shop());
        PlanSpec spec = plans.get("shop").spec();
        bounds.check("shop", spec);
        Files.delete(shop);
        Files.createSymbolicLink(shop, Path.of("/etc"));
        assertThatThrownBy(() -> bounds.check("shop", spec))
                .isInstanceOf(PlanNotAllowedException.class)
                .hasMessageContaining("really /etc");
        // the configuration's plans may everything
        bounds.check("fixed", plans.get("fixed").spec());
    }

    @Test
    void aRootThatLeadsNowhereAllowsNothing() throws Exception {
        Path gone = Files.createSymbolicLink(directory.resolve("gone"), directory.resolve("nowhere"));
        for (Path root : List.of(gone, gone.resolve("below"))) {
            server(new AllowedRoots(List.of(root), List.of(root)));
            for (Object source : List.of("/etc", sources, gone, root)) {
                assertThatThrownBy(() -> put("shop", spec(source, destinations.resolve("shop/latest"))))
                        .as("%s below %s", source, root)
                        .isInstanceOf(PlanNotAllowedException.class);
            }
            server(new AllowedRoots(List.of(sources), List.of(root)));
            assertThatThrownBy(() -> put("shop", shop()))
                    .isInstanceOfSatisfying(
                            PlanNotAllowedException.class,
                            refused -> assertThat(refused.end()).isEqualTo(PlanNotAllowedException.End.DESTINATION));
        }
        server(new AllowedRoots(List.of(gone, sources), List.of(destinations)));
        assertThat(put("shop", shop()).created()).isTrue();
    }
}
