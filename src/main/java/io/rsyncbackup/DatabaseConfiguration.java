package io.rsyncbackup;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rsyncbackup.cluster.ClusterSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The database: SQLite in the data directory, or the PostgreSQL that {@code spring.datasource.url} names. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int BUSY_MILLISECONDS = 20_000;

    /** Locks and shared memory do not hold on these, and SQLite loses data without them. */
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "davfs",
            "fuse.sshfs",
            "fuse.glusterfs",
            "fuse.ceph",
            "fuse.rclone",
            "fuse.s3fs",
            "fuse.davfs2");

    @Bean
    HikariDataSource dataSource(
            DataDirectory directory, Environment environment, @Value("${spring.datasource.url:}") String url) {
        HikariConfig pool = Binder.get(environment)
                .bind("spring.datasource.hikari", Bindable.of(HikariConfig.class))
                .orElseGet(HikariConfig::new);
        pool.setPoolName("database");
        if (url.isEmpty()) {
            pool.setDataSource(sqlite(directory.database()));
        } else if (url.startsWith(POSTGRESQL)) {
            pool.setJdbcUrl(url);
            pool.setUsername(environment.getProperty("spring.datasource.username"));
            pool.setPassword(environment.getProperty("spring.datasource.password"));
        } else {
            throw new IllegalStateException("spring.datasource.url=" + withoutSecrets(url)
                    + " is neither empty (SQLite in the data directory) nor jdbc:postgresql://…; correct or remove it");
        }
        return new HikariDataSource(pool);
    }

    @Bean
    JdbcTransactionManager transactionManager(HikariDataSource source, ClusterSettings settings) {
        return settings.shared() ? new JdbcTransactionManager(source) : new SqliteTransactionManager(source);
    }

    @Bean
    ClusterSettings clusterSettings(
            @Value("${spring.datasource.url:}") String url, ObjectProvider<ServerConfiguration> configuration) {
        ServerConfiguration known = configuration.getIfAvailable();
        return new ClusterSettings(
                url.startsWith(POSTGRESQL),
                known == null ? Set.of() : known.nodeLabels(),
                known == null ? Map.of() : PlanFingerprints.of(known),
                known == null ? null : known.nodeUrl());
    }

    @Bean
    FlywayConfigurationCustomizer migrationsOfTheVendor(ClusterSettings settings) {
        String vendor = settings.shared() ? "postgresql" : "sqlite";
        return flyway -> flyway.locations("classpath:db/migration/" + vendor);
    }

    static DataSource sqlite(Path file) {
        String type = fileSystem(file);
        if (isNetwork(type)) {
            throw new DataDirectoryException(
                    "the data directory " + file.getParent() + " lies on a network file system ("
                            + type + "), where SQLite loses data; set backup.data-directory to a local directory,"
                            + " or use PostgreSQL with spring.datasource.url");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    static boolean isNetwork(String type) {
        return NETWORK.contains(type);
    }

    private static String fileSystem(Path file) {
        try {
            // SQLite gives its journal files the permissions of the database
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // from an earlier start
        } catch (IOException e) {
            throw new DataDirectoryException("the database " + file + " cannot be created: " + e, e);
        }
        try {
            return Files.getFileStore(file).type();
        } catch (IOException e) {
            throw new DataDirectoryException("the file system of " + file + " cannot be determined: " + e, e);
        }
    }

    private static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?…";
    }
}
