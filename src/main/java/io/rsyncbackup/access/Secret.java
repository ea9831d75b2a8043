package io.rsyncbackup.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts of new tokens: 256 random bits, and a beginning by which scanners of leaked secrets know them. */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    static String make() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return "bks_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
