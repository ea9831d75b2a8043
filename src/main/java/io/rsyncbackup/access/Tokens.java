package io.rsyncbackup.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** Tells who presents a token. */
@Service
public class Tokens {
    private final TokenStore store;
    private final List<StoredToken> configured;

    Tokens(AccessSettings settings, TokenStore store) {
        this.store = store;
        this.configured = Stream.concat(fromFile(settings).stream(), fromConfiguration(settings))
                .toList();
    }

    /** Empty when nobody has this token. Tokens of the configuration work while the database is away. */
    public Optional<Caller> authenticate(String token) {
        TokenHash presented = TokenHash.of(token);
        return find(configured, presented).or(() -> find(store.all(), presented));
    }

    /** Looks at every token, so that the time taken tells nothing. */
    private static Optional<Caller> find(List<StoredToken> tokens, TokenHash presented) {
        Optional<Caller> found = Optional.empty();
        for (StoredToken token : tokens) {
            if (token.hash().matches(presented)) {
                found = Optional.of(token.caller());
            }
        }
        return found;
    }

    private static Optional<StoredToken> fromFile(AccessSettings settings) {
        return Optional.ofNullable(settings.adminTokenFile())
                .map(file -> new StoredToken(
                        new Caller("configuration:admin-token-file", AdminTokens.NAME, Set.of(Permission.values())),
                        TokenHash.of(AdminTokenFile.read(file))));
    }

    private static Stream<StoredToken> fromConfiguration(AccessSettings settings) {
        return settings.tokens().stream()
                .map(token -> new StoredToken(
                        new Caller("configuration:" + token.name(), token.name(), token.permissions()),
                        TokenHash.parse(token.hash())));
    }
}
