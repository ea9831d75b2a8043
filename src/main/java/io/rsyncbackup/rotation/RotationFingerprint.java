package io.rsyncbackup.rotation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names a set of removals, so that what was previewed is what is done. */
final class RotationFingerprint {
    private RotationFingerprint() {}

    /** Of the removed names alone: a snapshot more that stays changes nothing of what was agreed to. */
    static String of(List<Decision> decisions) {
        MessageDigest digest = sha256();
        decisions.stream()
                .filter(decision -> !decision.kept())
                .map(Decision::snapshot)
                .sorted()
                .forEach(name -> {
                    digest.update(name.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0); // no file name holds it, so no two sets run together
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
