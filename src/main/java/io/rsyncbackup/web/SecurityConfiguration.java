package io.rsyncbackup.web;

import io.rsyncbackup.access.LoginAttempts;
import io.rsyncbackup.access.OpenIdTokens;
import io.rsyncbackup.access.People;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.access.Tokens;
import jakarta.servlet.DispatcherType;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** A token, or a person's password where people are configured: no session, no cookie, no form. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** What tells nothing about this server's backups. */
    private static final RequestMatcher OPEN = reading(
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/problems",
            "/problems/*",
            "/swagger-ui.html",
            "/swagger-ui/**",
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config");

    @Bean
    SecurityFilterChain noSession(
            HttpSecurity http, LoginFilter.Doors doors, ProblemWriter writer, SecurityProblems problems)
            throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> {}))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new LoginFilter(doors, writer, OPEN), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests
                        // What follows an allowed request: its error page, its asynchronous end.
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .requestMatchers("/actuator/prometheus")
                        .hasAuthority(Permission.METRICS.text())
                        .requestMatchers("/actuator/loggers/**")
                        .hasAuthority(Permission.LOGGERS.text())
                        // plans are named there, all of them
                        .requestMatchers("/actuator/health/**")
                        .hasAuthority(CallerAuthentication.HEALTH_OF_ALL)
                        .requestMatchers("/actuator/**")
                        .hasAuthority(Permission.READ.text())
                        .anyRequest()
                        .authenticated())
                .build();
    }

    @Bean
    LoginFilter.Doors doors(
            Tokens tokens, OpenIdTokens openId, People people, LoginAttempts attempts, ClientAddresses addresses) {
        return new LoginFilter.Doors(tokens, openId, people, attempts, addresses);
    }

    /** Without it Spring Boot would invent a user with a password. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new ProviderNotFoundException("nobody is asked here");
        };
    }

    private static RequestMatcher reading(String... paths) {
        PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(Stream.of(paths)
                .flatMap(text -> Stream.<RequestMatcher>of(
                        path.matcher(HttpMethod.GET, text), path.matcher(HttpMethod.HEAD, text)))
                .toList());
    }
}
