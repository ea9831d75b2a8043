package io.rsyncbackup.access;

import io.rsyncbackup.access.TokenRefusedException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives tokens out and takes them away. */
@Service
public class IssuedTokens {
    private final AccessSettings settings;
    private final Tokens tokens;
    private final TokenStore store;
    private final TransactionTemplate transaction;

    IssuedTokens(AccessSettings settings, Tokens tokens, TokenStore store, PlatformTransactionManager transactions) {
        this.settings = settings;
        this.tokens = tokens;
        this.store = store;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Those of the configuration, then the others as they were made. */
    public List<IssuedToken> all() {
        return Stream.concat(tokens.configured().stream(), store.all().stream().map(StoredToken::token))
                .toList();
    }

    /**
     * A new token. Its text is in the answer and nowhere else.
     *
     * @throws IllegalArgumentException when it may not be so; the message says why
     * @throws TokenRefusedException when the name is taken
     */
    public Given give(String name, Role role, @Nullable Set<String> plans, @Nullable Instant expiresAt, Caller caller) {
        if (!Grants.isName(name)) {
            throw new IllegalArgumentException("expected letters, digits, spaces and . _ @ -, at most 99");
        }
        Grants.check("the token", role.permissions(), plans);
        if (name.equals(AdminTokens.NAME) || settings.knows(name)) {
            throw taken(name);
        }
        String id = UUID.randomUUID().toString();
        String secret = Secret.make();
        if (!store.insert(id, name, TokenHash.of(secret), role, plans, caller.name(), expiresAt)) {
            throw taken(name);
        }
        return new Given(
                store.all().stream()
                        .map(StoredToken::token)
                        .filter(token -> token.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> notFound(id)),
                secret);
    }

    /**
     * From the next request on it is unknown.
     *
     * @throws TokenRefusedException when there is none, or nobody could give tokens without it
     */
    public void takeAway(String id) {
        transaction.executeWithoutResult(status -> {
            store.holdAdmins();
            if (!store.exists(id)) {
                throw notFound(id);
            }
            if (!store.delete(id, settings.administers())) {
                throw new TokenRefusedException(
                        Reason.LAST_ADMIN,
                        "nobody could administer this server without this token; make another one first, with the role"
                                + " admin and without an end (POST /api/v1/tokens), or replace this one on the server's"
                                + " host with: bin/backup-server --new-admin-token");
            }
        });
    }

    private TokenRefusedException taken(String name) {
        return new TokenRefusedException(
                Reason.NAME_TAKEN,
                "the name \"" + name + "\" is taken; choose another one, or DELETE the token that has it first");
    }

    private TokenRefusedException notFound(String id) {
        return new TokenRefusedException(
                Reason.NOT_FOUND,
                id.startsWith("configuration:")
                        ? "the token " + id + " is in the configuration; remove it there and restart the server"
                        : "there is no token " + id + "; GET /api/v1/tokens lists them");
    }

    /**
     * A token just made.
     *
     * @param secret what its bearer sends
     */
    public record Given(IssuedToken token, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Given[" + token.id() + "]";
        }
    }
}
