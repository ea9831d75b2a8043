package io.rsyncbackup.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/** Tells who presents a token. */
@Service
public class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final long COARSE_MILLISECONDS = 60_000;

    private final TokenStore store;
    private final List<StoredToken> configured;
    private final ConcurrentHashMap<String, Instant> noted = new ConcurrentHashMap<>();

    Tokens(AccessSettings settings, TokenStore store) {
        this.store = store;
        this.configured = Stream.concat(fromFile(settings).stream(), fromConfiguration(settings))
                .toList();
    }

    /** Empty when nobody has this token. Tokens of the configuration work while the database is away. */
    public Optional<Caller> authenticate(String token) {
        TokenHash presented = TokenHash.of(token);
        return find(configured, presented).map(IssuedToken::caller).or(() -> inDatabase(presented));
    }

    private Optional<Caller> inDatabase(TokenHash presented) {
        Instant now = store.now();
        List<StoredToken> valid =
                store.all().stream().filter(token -> token.holdsAt(now)).toList();
        Optional<IssuedToken> found = find(valid, presented);
        found.ifPresent(token -> note(token, now));
        return found.map(IssuedToken::caller);
    }

    /** Those of the configuration, in its order. */
    List<IssuedToken> configured() {
        return configured.stream().map(StoredToken::token).toList();
    }

    /** Who may come in must not depend on whether this can be written. */
    private void note(IssuedToken token, Instant now) {
        Instant last = noted.get(token.id());
        if (last != null && now.toEpochMilli() - last.toEpochMilli() < COARSE_MILLISECONDS) {
            return;
        }
        noted.put(token.id(), now);
        try {
            store.used(token.id(), now);
        } catch (DataAccessException e) {
            LOG.debug("when the token {} was used could not be noted: {}", token.name(), e.toString());
        }
    }

    /** Looks at every token, so that the time taken tells nothing. */
    private static Optional<IssuedToken> find(List<StoredToken> tokens, TokenHash presented) {
        Optional<IssuedToken> found = Optional.empty();
        for (StoredToken token : tokens) {
            if (token.hash().matches(presented)) {
                found = Optional.of(token.token());
            }
        }
        return found;
    }

    private static Optional<StoredToken> fromFile(AccessSettings settings) {
        return Optional.ofNullable(settings.adminTokenFile())
                .map(file -> new StoredToken(
                        configured("admin-token-file", AdminTokens.NAME, Role.ADMIN.permissions(), null),
                        TokenHash.of(AdminTokenFile.read(file))));
    }

    private static Stream<StoredToken> fromConfiguration(AccessSettings settings) {
        return settings.tokens().stream()
                .map(token -> new StoredToken(
                        configured(token.name(), token.name(), token.permissions(), token.plans()),
                        TokenHash.parse(token.hash())));
    }

    private static IssuedToken configured(
            String id, String name, Set<Permission> permissions, @org.jspecify.annotations.Nullable Set<String> plans) {
        Role role = Stream.of(Role.values())
                .filter(one -> one.permissions().equals(permissions))
                .findFirst()
                .orElse(null);
        return new IssuedToken("configuration:" + id, name, role, permissions, plans, null, null, null, null);
    }
}
