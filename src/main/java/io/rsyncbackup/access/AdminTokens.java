package io.rsyncbackup.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Service;

/** The token that may do everything: made at the first start, replaced when it got lost. */
@Service
public class AdminTokens implements SmartInitializingSingleton {
    static final String NAME = "admin";

    private static final Logger log = LoggerFactory.getLogger(AdminTokens.class);

    private final AccessSettings settings;
    private final TokenStore store;
    private final SecureRandom random = new SecureRandom();

    AdminTokens(AccessSettings settings, TokenStore store) {
        this.settings = settings;
        this.store = store;
    }

    /** Before the first request is taken: a server without any token could never be used. */
    @Override
    public void afterSingletonsInstantiated() {
        if (settings.adminTokenFile() == null && settings.tokens().isEmpty() && store.isEmpty()) {
            makeFirst();
        }
    }

    /**
     * From now on only a new token is the admin's.
     *
     * @return the file that holds it
     * @throws IllegalStateException when the configuration names the file of the admin token
     */
    public Path replace() {
        if (settings.adminTokenFile() != null) {
            throw new IllegalStateException("the admin token is what backup.security.admin-token-file "
                    + settings.adminTokenFile() + " holds; write a new one there and restart the server");
        }
        String token = randomToken();
        AdminTokenFile.write(file(), token);
        store.replaceAdmin(NAME, TokenHash.of(token));
        log.info("The admin token was replaced; the new one is in {}", file());
        return file();
    }

    /** The file first: a server that dies in between has no token in its database and begins anew. */
    private void makeFirst() {
        String token = randomToken();
        AdminTokenFile.write(file(), token);
        if (store.addAdmin(NAME, TokenHash.of(token))) {
            log.info("This server had no token; its admin token is in {}", file());
        } else {
            forgetOwn();
        }
    }

    private void forgetOwn() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException("the unused " + file() + " cannot be removed: " + e, e);
        }
        log.info("Another server on this database made the admin token; it is in that server's data directory");
    }

    private Path file() {
        return settings.dataDirectory().resolve("admin.token");
    }

    private String randomToken() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return "bks_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
