package io.rsyncbackup;

import io.rsyncbackup.plan.PlanSpecs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Tells whether two servers mean the same by a plan of their configurations, its hooks included. */
final class PlanFingerprints {
    private static final int BYTES = 16;

    private PlanFingerprints() {}

    static Map<String, String> of(ServerConfiguration configuration) {
        Map<String, String> fingerprints = new TreeMap<>();
        configuration
                .plans()
                .forEach((name, spec) -> fingerprints.put(
                        name,
                        fingerprint(
                                PlanSpecs.freeze(spec) + configuration.hooks().get(name))));
        return fingerprints;
    }

    private static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
