package io.rsyncbackup.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    AdminTokens(AccessSettings settings, TokenStore store) {
        this.settings = settings;
        this.store = store;
    }

    /**
     * Before the first request is taken. Tokens that may not administer do not count: with only these, nobody could ever
     * adopt a destination or give another token.
     */
    @Override
    public void afterSingletonsInstantiated() {
        if (!settings.administers() && !store.administers()) {
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
        String token = Secret.make();
        AdminTokenFile.write(file(), token);
        store.replaceAdmin(NAME, TokenHash.of(token));
        log.info("The admin token was replaced; the new one is in {}", file());
        return file();
    }

    /** The file first: a server that dies in between has no token in its database and begins anew. */
    private void makeFirst() {
        String token = Secret.make();
        AdminTokenFile.write(file(), token);
        if (store.addAdmin(NAME, TokenHash.of(token))) {
            log.info("Nobody could administer this server; its admin token is in {}", file());
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
}
