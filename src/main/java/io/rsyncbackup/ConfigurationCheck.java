package io.rsyncbackup;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code --check-config}: reads the configuration as a start would, and starts nothing. */
final class ConfigurationCheck {
    private ConfigurationCheck() {}

    /** Fails as a start would. */
    static void run(String... arguments) {
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            ServerConfiguration configuration = context.getBean(ServerConfiguration.class);
            StartMessage.missingFiles(configuration).forEach(System.err::println);
            System.out.println("The configuration is valid; plans: "
                    + (configuration.plans().isEmpty()
                            ? "none"
                            : String.join(", ", configuration.plans().keySet())));
        }
    }

    /** Has no beans. */
    static final class Nothing {}
}
