package io.rsyncbackup.access;

import java.time.Instant;

/** A token as it is remembered: by its hash. */
record StoredToken(IssuedToken token, TokenHash hash) {
    boolean holdsAt(Instant now) {
        return token.expiresAt() == null || now.isBefore(token.expiresAt());
    }
}
