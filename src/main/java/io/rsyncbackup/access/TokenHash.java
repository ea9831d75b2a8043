package io.rsyncbackup.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What is kept of a token. Tokens are long and random, so a slow hash would protect nothing more. */
record TokenHash(String hexadecimal) {
    static TokenHash of(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new TokenHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** From the configuration's text, with or without {@code sha256:}. */
    static TokenHash parse(String text) {
        return new TokenHash(text.replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT));
    }

    /** In constant time. */
    boolean matches(TokenHash other) {
        return MessageDigest.isEqual(
                hexadecimal.getBytes(StandardCharsets.US_ASCII), other.hexadecimal.getBytes(StandardCharsets.US_ASCII));
    }
}
