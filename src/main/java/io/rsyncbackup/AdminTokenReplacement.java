package io.rsyncbackup;

import io.rsyncbackup.access.AdminTokens;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** {@code --new-admin-token}: opens the database, replaces the administrator's token, and ends. */
final class AdminTokenReplacement {
    private AdminTokenReplacement() {}

    /** @throws IllegalStateException when the configuration names the file of the token */
    static void run(String... arguments) {
        SpringApplication application = new SpringApplication(Parts.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            System.out.println("The new admin token is in "
                    + context.getBean(AdminTokens.class).replace());
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            throw e;
        }
    }

    /** What a token needs of the server. Not found by scanning, since it is no component. */
    @Import({DataDirectoryConfiguration.class, DatabaseConfiguration.class, SettingsConfiguration.class})
    @ImportAutoConfiguration({
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    @ComponentScan("io.rsyncbackup.access")
    static class Parts {}
}
