package io.rsyncbackup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@code --copy-database-to=jdbc:postgresql://…}: carries everything that the server remembers from the SQLite in its data
 * directory to an empty PostgreSQL, or nothing. The login is that of {@code spring.datasource}, as the server will use it.
 */
final class DatabaseCopy {
    static final String OPTION = "--copy-database-to=";

    private final Path directory;
    private final String url;
    private final Properties login;

    DatabaseCopy(Path directory, String url, @Nullable String user, @Nullable String password) {
        this.directory = directory;
        this.url = url;
        this.login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
    }

    /** Says what was carried over, or why nothing was. */
    static void run(String... arguments) {
        SpringApplication application = new SpringApplication(ConfigurationCheck.Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            Environment environment = context.getEnvironment();
            new DatabaseCopy(
                            Path.of(environment.getProperty("backup.data-directory", "./data")),
                            environment.getProperty(OPTION.substring(2, OPTION.length() - 1), ""),
                            environment.getProperty("spring.datasource.username"),
                            environment.getProperty("spring.datasource.password"))
                    .copy()
                    .forEach((table, rows) -> System.out.printf("%9d  %s%n", rows, table));
            System.out.println("Everything was copied; start the server with spring.datasource.url");
        } catch (IllegalStateException | DataDirectoryException e) {
            System.err.println(e.getMessage());
            throw e;
        }
    }

    /**
     * How many rows of each table were carried over.
     *
     * @throws IllegalStateException when something is in the way; the target is as empty as it was
     */
    Map<String, Long> copy() {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalStateException(OPTION + url + " is no PostgreSQL; write it as in " + OPTION
                    + "jdbc:postgresql://db.example.org/backup");
        }
        if (url.matches(".*[?&]password=.*")) {
            throw new IllegalStateException(
                    "a password in " + OPTION
                            + "… can be read by every user of this host; put it into the environment: SPRING_DATASOURCE_PASSWORD");
        }
        if (!Files.exists(directory.resolve("backup.db"))) {
            throw new IllegalStateException(
                    "there is no database in " + directory.toAbsolutePath().normalize()
                            + "; name the server's directory with --backup.data-directory");
        }
        // no server works here meanwhile
        try (OwnedDataDirectory owned = OwnedDataDirectory.open(directory)) {
            DataSource source = DatabaseConfiguration.sqlite(owned.directory().database());
            requireCurrent(source);
            try (Connection from = source.getConnection();
                    Connection to = DriverManager.getConnection(url, login)) {
                return copy(from, to);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "nothing was copied: " + String.valueOf(e.getMessage()).strip(), e);
        } catch (IOException e) {
            throw new IllegalStateException("the data directory cannot be closed: " + e, e);
        }
    }

    private Map<String, Long> copy(Connection from, Connection to) throws SQLException {
        List<String> tables = TableCopy.tables(from);
        TableCopy.requireEmpty(to, tables);
        flyway(target(), "postgresql").migrate();
        from.setAutoCommit(false);
        to.setAutoCommit(false);
        boolean done = false;
        try {
            Map<String, Long> rows = new TableCopy(from, to).all(tables);
            to.commit();
            done = true;
            return rows;
        } finally {
            if (!done) {
                to.rollback();
            }
            from.rollback();
        }
    }

    /** The source stays as it is: a server of this version has brought it up to date before, or does it now. */
    private static void requireCurrent(DataSource source) {
        MigrationInfo[] missing = flyway(source, "sqlite").info().pending();
        if (missing.length > 0) {
            throw new IllegalStateException(
                    "the database is of an older version; start the server once and stop it, then copy");
        }
    }

    private DataSource target() {
        return new DriverManagerDataSource(url, login);
    }

    private static Flyway flyway(DataSource database, String vendor) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/" + vendor)
                .load();
    }
}
