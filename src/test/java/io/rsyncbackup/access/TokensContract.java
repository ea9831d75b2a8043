package io.rsyncbackup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.access.AccessSettings.ConfiguredToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What holds of tokens and of the audit log on every database. */
abstract class TokensContract {
    @TempDir
    Path directory;

    DataSource database;
    JdbcClient jdbc;
    TokenStore store;

    abstract DataSource freshDatabase();

    abstract String vendor();

    @BeforeEach
    void migrate() {
        database = freshDatabase();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/" + vendor())
                .load()
                .migrate();
        jdbc = JdbcClient.create(database);
        store = new TokenStore(jdbc, Clock.fixed(Instant.ofEpochMilli(17), ZoneOffset.UTC));
    }

    private AccessSettings settings(Path adminTokenFile, ConfiguredToken... tokens) {
        return new AccessSettings(adminTokenFile, directory, List.of(tokens));
    }

    private AdminTokens start(AccessSettings settings) {
        AdminTokens admin = new AdminTokens(settings, store);
        admin.afterSingletonsInstantiated();
        return admin;
    }

    private Path file() {
        return directory.resolve("admin.token");
    }

    private String token() throws Exception {
        return Files.readString(file()).strip();
    }

    @Test
    void theFirstStartMakesATokenThatMayDoEverything() throws Exception {
        start(settings(null));
        assertThat(token()).matches("bks_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        Caller caller = new Tokens(settings(null), store).authenticate(token()).orElseThrow();
        assertThat(caller.name()).isEqualTo("admin");
        assertThat(caller.permissions()).containsExactlyInAnyOrder(Permission.values());
        assertThat(jdbc.sql("select created_at from token").query(Long.class).single())
                .isEqualTo(17);
    }

    @Test
    void onlyTheHashIsInTheDatabase() throws Exception {
        start(settings(null));
        assertThat(jdbc.sql("select * from token").query().singleRow().toString())
                .doesNotContain(token())
                .doesNotContain(token().substring(4));
    }

    @Test
    void laterStartsLeaveTheTokenAsItIs() throws Exception {
        start(settings(null));
        String first = token();
        start(settings(null));
        assertThat(token()).isEqualTo(first);
        Files.delete(file());
        start(settings(null));
        assertThat(file()).doesNotExist();
        assertThat(new Tokens(settings(null), store).authenticate(first)).isPresent();
    }

    @Test
    void configuredTokensThatMayNotAdministerDoNotLockOut() {
        ConfiguredToken metrics =
                new ConfiguredToken("prometheus", TokenHash.of("metrics").hexadecimal(), Set.of(Permission.METRICS));
        start(settings(null, metrics));
        assertThat(file()).exists();
        Caller caller = new Tokens(settings(null, metrics), store)
                .authenticate("metrics")
                .orElseThrow();
        assertThat(caller.name()).isEqualTo("prometheus");
        assertThat(caller.permissions()).containsExactly(Permission.METRICS);
    }

    @Test
    void aConfiguredTokenThatMayAdministerIsTokenEnough() {
        ConfiguredToken admin =
                new ConfiguredToken("boss", TokenHash.of("boss").hexadecimal(), Role.ADMIN.permissions());
        start(settings(null, admin));
        assertThat(file()).doesNotExist();
    }

    @Test
    void aTokenEndsByItself() {
        Instant end = Instant.ofEpochMilli(20);
        assertThat(store.insert("1", "guest", TokenHash.of("guest"), Role.VIEWER, null, "admin", end))
                .isTrue();
        assertThat(new Tokens(settings(null), store).authenticate("guest")).isPresent();
        TokenStore later = new TokenStore(jdbc, Clock.fixed(end, ZoneOffset.UTC));
        assertThat(new Tokens(settings(null), later).authenticate("guest")).isEmpty();
    }

    @Test
    void aTokenKnowsItsRoleItsPlansAndWhenItWasUsed() {
        store.insert("1", "ansible", TokenHash.of("secret"), Role.OPERATOR, Set.of("b", "a"), "admin", null);
        Caller caller = new Tokens(settings(null), store).authenticate("secret").orElseThrow();
        assertThat(caller.permissions())
                .containsExactlyInAnyOrder(Permission.READ, Permission.RUN, Permission.CANCEL, Permission.PIN);
        assertThat(caller.plans()).containsExactlyInAnyOrder("a", "b");
        assertThat(caller.sees("a")).isTrue();
        assertThat(caller.sees("c")).isFalse();
        IssuedToken shown = store.all().getFirst().token();
        assertThat(shown.lastUsedAt()).isEqualTo(Instant.ofEpochMilli(17));
        assertThat(shown.createdBy()).isEqualTo("admin");
    }

    @Test
    void whenATokenWasUsedIsWrittenOnceAMinute() {
        store.insert("1", "cron", TokenHash.of("cron"), Role.OPERATOR, null, null, null);
        Instant begin = Instant.ofEpochMilli(1_000_000);
        store.used("1", begin);
        store.used("1", begin.plusSeconds(59));
        assertThat(store.all().getFirst().token().lastUsedAt()).isEqualTo(begin);
        store.used("1", begin.plusSeconds(60));
        assertThat(store.all().getFirst().token().lastUsedAt()).isEqualTo(begin.plusSeconds(60));
    }

    @Test
    void namesAreGivenOnce() {
        IssuedTokens tokens = issued(settings(null));
        Caller admin = new Caller("1", "admin", Role.ADMIN.permissions());
        IssuedTokens.Given given = tokens.give("ansible", Role.OPERATOR, null, null, admin);
        assertThat(given.toString()).doesNotContain(given.secret());
        assertThat(jdbc.sql("select * from token").query().singleRow().toString())
                .doesNotContain(given.secret());
        for (String taken : List.of("ansible", "admin")) {
            assertThatThrownBy(() -> tokens.give(taken, Role.VIEWER, null, null, admin))
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("is taken");
        }
        for (String wrong : List.of("", " x", "x ", "a\nb", "<script>", "x".repeat(100))) {
            assertThatThrownBy(() -> tokens.give(wrong, Role.VIEWER, null, null, admin))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (Role role : List.of(Role.ADMIN, Role.METRICS)) {
            assertThatThrownBy(() -> tokens.give("limited", role, Set.of("laptop"), null, admin))
                    .hasMessageContaining("which concern all of them");
        }
    }

    @Test
    void theLastWhoCanAdministerStays() throws Exception {
        start(settings(null));
        IssuedTokens tokens = issued(settings(null));
        String first = tokens.all().getFirst().id();
        Caller admin = new Caller(first, "admin", Role.ADMIN.permissions());
        tokens.give("guest", Role.ADMIN, null, Instant.ofEpochMilli(1_000), admin);
        assertThatThrownBy(() -> tokens.takeAway(first))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("--new-admin-token");
        String second =
                tokens.give("second", Role.ADMIN, null, null, admin).token().id();
        tokens.takeAway(first);
        assertThatThrownBy(() -> tokens.takeAway(second)).hasMessageContaining("nobody could administer");
        assertThatThrownBy(() -> tokens.takeAway(first)).hasMessageContaining("there is no token");
        assertThat(new Tokens(settings(null), store).authenticate(token())).isEmpty();
        issued(settings(Files.writeString(directory.resolve("file"), "a-token-of-my-own")))
                .takeAway(second);
        assertThat(tokens.all()).extracting(IssuedToken::name).containsExactly("guest");
    }

    @Test
    void ofTwoAdminsWhoTakeEachOthersTokenAwayOneStays() throws Exception {
        IssuedTokens tokens = issued(settings(null));
        Caller admin = new Caller("1", "admin", Role.ADMIN.permissions());
        for (int round = 0; round < 5; round++) {
            List<Callable<Void>> removals = Stream.of("one" + round, "other" + round)
                    .map(name -> tokens.give(name, Role.ADMIN, null, null, admin)
                            .token()
                            .id())
                    .map(id -> (Callable<Void>) () -> {
                        tokens.takeAway(id);
                        return null;
                    })
                    .toList();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                executor.invokeAll(removals);
            }
            assertThat(store.administers()).isTrue();
            jdbc.sql("delete from token").update();
        }
    }

    @Test
    void theAuditLogIsReadByPagesAndFilters() {
        AuditStore log = new AuditStore(jdbc);
        for (int i = 0; i < 5; i++) {
            log.insert(entry(i, i % 2 == 0 ? "ansible" : "cron", 202));
        }
        log.insert(entry(9, null, 401));
        AuditFilter all = new AuditFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null);
        List<AuditEntry> newest = log.find(all, null, 2);
        assertThat(newest).extracting(AuditEntry::status).containsExactly(401, 202);
        assertThat(log.find(all, newest.getLast().id(), 10))
                .extracting(entry -> entry.at().toEpochMilli())
                .containsExactly(3L, 2L, 1L, 0L);
        AuditFilter some = new AuditFilter(
                Set.of("ansible"),
                Set.of("startRun"),
                Set.of("laptop"),
                Set.of(AuditEntry.Outcome.DONE),
                Instant.ofEpochMilli(2),
                Instant.ofEpochMilli(4));
        assertThat(log.find(some, null, 10)).hasSize(1).first().satisfies(entry -> {
            assertThat(entry.path()).isEqualTo("/api/v1/plans/laptop/runs");
            assertThat(entry.caller()).isEqualTo("ansible");
            assertThat(entry.run()).isNull();
        });
        log.answered(newest.getLast().id(), 424);
        assertThat(log.answered(4711, 200)).isFalse();
    }

    @Test
    void theAuditLogForgetsWhatIsOldAndMostOfWhatStrangersTried() {
        AuditStore log = new AuditStore(jdbc);
        log.insert(entry(1, "ansible", 202));
        for (int i = 10; i < 20; i++) {
            log.insert(entry(i, null, 401));
        }
        log.insert(entry(30, "ansible", 202));
        log.forget(Instant.ofEpochMilli(5), 3);
        AuditFilter all = new AuditFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null);
        assertThat(log.find(all, null, 100))
                .extracting(entry -> entry.at().toEpochMilli())
                .containsExactly(30L, 19L, 18L, 17L);
    }

    private static AuditEntry entry(long at, String caller, int status) {
        return new AuditEntry(
                null,
                Instant.ofEpochMilli(at),
                caller,
                caller,
                "192.0.2.7",
                "POST",
                "/api/v1/plans/laptop/runs",
                "startRun",
                "laptop",
                null,
                null,
                status,
                AuditEntry.Outcome.of(status),
                "r");
    }

    private IssuedTokens issued(AccessSettings settings) {
        return new IssuedTokens(settings, new Tokens(settings, store), store, new JdbcTransactionManager(database));
    }

    @Test
    void anAdminTokenFileHoldsTheToken() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "  a-token-of-my-own \n");
        AdminTokens admin = start(settings(secret));
        assertThat(file()).doesNotExist();
        assertThat(store.all()).isEmpty();
        Tokens tokens = new Tokens(settings(secret), store);
        assertThat(tokens.authenticate("a-token-of-my-own")).isPresent();
        assertThatThrownBy(admin::replace).hasMessageContaining(secret.toString());
    }

    @Test
    void anAdminTokenFileThatHoldsNoneStopsTheStart() throws Exception {
        for (String content : List.of("", "short", "two tokens in one file", "umlaut-in-the-tökken")) {
            Path secret = Files.writeString(directory.resolve("secret"), content);
            assertThatThrownBy(() -> new Tokens(settings(secret), store))
                    .hasMessageContaining("backup.security.admin-token-file " + secret)
                    .hasMessageContaining("openssl rand -hex 32");
        }
        assertThatThrownBy(() -> new Tokens(settings(directory.resolve("none")), store))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aReplacedTokenIsUnknown() throws Exception {
        AdminTokens admin = start(settings(null));
        String first = token();
        assertThat(admin.replace()).isEqualTo(file());
        assertThat(token()).isNotEqualTo(first);
        Tokens tokens = new Tokens(settings(null), store);
        assertThat(tokens.authenticate(first)).isEmpty();
        assertThat(tokens.authenticate(token())).isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenCanBeReplacedThatWasNeverMade() throws Exception {
        new AdminTokens(settings(null), store).replace();
        assertThat(new Tokens(settings(null), store).authenticate(token())).isPresent();
    }

    @Test
    void followsNoLinkThatLiesInTheFilesPlace() throws Exception {
        Path foreign = Files.writeString(directory.resolve("foreign"), "untouched");
        Files.createSymbolicLink(file(), foreign);
        start(settings(null));
        assertThat(foreign).hasContent("untouched");
        assertThat(Files.isSymbolicLink(file())).isFalse();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(file(), foreign);
        }
    }

    @Test
    void serversThatStartAtOnceMakeOneTokenTogether() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Path>> starts = IntStream.range(0, 8)
                    .mapToObj(number -> (Callable<Path>) () -> {
                        Path own = Files.createDirectory(directory.resolve("data" + number));
                        new AdminTokens(new AccessSettings(null, own, List.of()), store).afterSingletonsInstantiated();
                        return own.resolve("admin.token");
                    })
                    .toList();
            List<Path> files = executor.invokeAll(starts).stream()
                    .map(future -> future.resultNow())
                    .filter(Files::exists)
                    .toList();
            assertThat(files).hasSize(1);
            assertThat(new Tokens(settings(null), store)
                            .authenticate(Files.readString(files.getFirst()).strip()))
                    .isPresent();
        }
    }

    @Test
    void whatIsAlmostATokenIsNone() throws Exception {
        start(settings(null));
        Tokens tokens = new Tokens(settings(null), store);
        String hash = TokenHash.of(token()).hexadecimal();
        for (String wrong : List.of("", "bks_", token() + "x", token().substring(1), token().toUpperCase(), hash)) {
            assertThat(tokens.authenticate(wrong)).isEmpty();
        }
    }
}
