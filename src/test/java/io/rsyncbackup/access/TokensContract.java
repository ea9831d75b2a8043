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

/** What holds of tokens on every database. */
abstract class TokensContract {
    @TempDir
    Path directory;

    JdbcClient jdbc;
    TokenStore store;

    abstract DataSource freshDatabase();

    abstract String vendor();

    @BeforeEach
    void migrate() {
        DataSource database = freshDatabase();
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
    void aConfiguredTokenIsTokenEnough() {
        ConfiguredToken metrics =
                new ConfiguredToken("prometheus", TokenHash.of("metrics").hexadecimal(), Set.of(Permission.METRICS));
        start(settings(null, metrics));
        assertThat(file()).doesNotExist();
        Caller caller = new Tokens(settings(null, metrics), store)
                .authenticate("metrics")
                .orElseThrow();
        assertThat(caller.name()).isEqualTo("prometheus");
        assertThat(caller.permissions()).containsExactly(Permission.METRICS);
    }

    @Test
    void anAdminTokenFileHoldsTheToken() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "  a-token-of-my-own \n");
        AdminTokens admin = start(settings(secret));
        assertThat(file()).doesNotExist();
        assertThat(store.isEmpty()).isTrue();
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
