package io.rsyncbackup.run;

import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RunConfiguration {
    @Bean
    RunIds runIds(Clock clock) {
        return new RunIds(clock, new SecureRandom());
    }
}
