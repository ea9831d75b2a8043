package io.rsyncbackup.access;

import io.rsyncbackup.access.AccessSettings.OpenId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.stereotype.Service;

/** Tells who presents a token of the OpenID Connect issuer. The issuer is asked for its keys when the first one comes. */
@Service
public class OpenIdTokens {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdTokens.class);
    private static final Pattern SIGNED = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final int LONGEST_NAME = 100;

    private final @Nullable OpenId settings;
    private final @Nullable JwtDecoder decoder;

    OpenIdTokens(AccessSettings settings, ObjectProvider<OpenIdKeys> keys, Clock clock) {
        this.settings = settings.openId();
        OpenIdKeys known = keys.getIfAvailable();
        this.decoder = this.settings == null || known == null ? null : decoder(this.settings, known, clock);
    }

    /** Empty for what is none of the issuer's tokens, not valid now, for another audience, or without a role here. */
    public Optional<Caller> authenticate(String token) {
        if (settings == null || decoder == null || !SIGNED.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            return caller(decoder.decode(token), settings);
        } catch (BadJwtException e) {
            LOG.debug("a token of an issuer was refused: {}", e.getMessage());
        } catch (JwtException e) {
            LOG.warn("the issuer {} could not be asked for its keys: {}", settings.issuer(), e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<Caller> caller(Jwt jwt, OpenId settings) {
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        texts(claim(jwt.getClaims(), settings.rolesClaim())).stream()
                .filter(text -> text.startsWith(settings.rolePrefix()))
                .flatMap(text -> Role.find(text.substring(settings.rolePrefix().length())).stream())
                .forEach(role -> permissions.addAll(role.permissions()));
        String subject = jwt.getSubject();
        if (permissions.isEmpty() || subject == null || subject.isBlank()) {
            LOG.debug("a token of the issuer has no subject, or no role in {}", settings.rolesClaim());
            return Optional.empty();
        }
        Object name = claim(jwt.getClaims(), settings.nameClaim());
        return Optional.of(new Caller(
                "openid:" + harmless(subject),
                harmless(name instanceof String text && !text.isBlank() ? text : subject),
                permissions));
    }

    /** By its name as a whole, which may hold dots, or else through objects. */
    private static @Nullable Object claim(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(strings(inner), path.substring(dot + 1))
                : null;
    }

    @SuppressWarnings("unchecked") // objects of JSON have strings for keys
    private static Map<String, Object> strings(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    private static Set<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Set.copyOf(List.of(text.strip().split("\\s+", -1)));
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(java.util.stream.Collectors.toSet());
            case null, default -> Set.of();
        };
    }

    /** It goes into logs and answers. */
    private static String harmless(String text) {
        String visible = text.replaceAll("[^\\p{Graph} ]", "?");
        return visible.length() <= LONGEST_NAME ? visible : visible.substring(0, LONGEST_NAME);
    }

    private static JwtDecoder decoder(OpenId settings, OpenIdKeys keys, Clock clock) {
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ofSeconds(30));
        times.setClock(clock);
        JwtTypeValidator type = new JwtTypeValidator(List.of("JWT", "at+jwt"));
        type.setAllowEmpty(true);
        OAuth2TokenValidator<Jwt> validator = new DelegatingOAuth2TokenValidator<>(
                times,
                type,
                new JwtIssuerValidator(settings.issuer().toString()),
                // one that never ends could never be taken away
                new JwtClaimValidator<Object>(JwtClaimNames.EXP, end -> end != null),
                new JwtClaimValidator<Object>(
                        JwtClaimNames.AUD,
                        audience -> audience instanceof Collection<?> many && many.contains(settings.audience())));
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder nimbus = keys.decoder(settings.issuer());
            nimbus.setJwtValidator(validator);
            return nimbus;
        });
    }
}
