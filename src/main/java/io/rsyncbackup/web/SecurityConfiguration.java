package io.rsyncbackup.web;

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

/** A bearer token or nothing: no session, no cookie, no form. */
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
    SecurityFilterChain bearerOnly(HttpSecurity http, Tokens tokens, SecurityProblems problems) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> {}))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new BearerTokenFilter(tokens, OPEN), AnonymousAuthenticationFilter.class)
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
                        .requestMatchers("/actuator/**")
                        .hasAuthority(Permission.READ.text())
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** Without it Spring Boot would invent a user with a password. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new ProviderNotFoundException("only bearer tokens are known here");
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
