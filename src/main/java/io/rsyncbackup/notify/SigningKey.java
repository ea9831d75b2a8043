package io.rsyncbackup.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that a webhook's receiver shares; shows itself nowhere. */
final class SigningKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENCODED = "whsec_";

    private final SecretKeySpec key;

    /**
     * Reads a secret.
     *
     * @param text {@code whsec_} and base64 as in Standard Webhooks, or any other text, whose bytes are taken
     * @throws IllegalArgumentException when it is empty or no base64
     */
    SigningKey(String text) {
        byte[] bytes = text.startsWith(ENCODED)
                ? Base64.getDecoder().decode(text.substring(ENCODED.length()))
                : text.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** @throws DeliveryException when the file holds no secret; the message says what to do */
    static SigningKey of(Path file) throws DeliveryException {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new DeliveryException("the secret file " + file
                        + " is empty; write the secret into it, as in: openssl rand -base64 32");
            }
            return new SigningKey(secret);
        } catch (IOException e) {
            throw new DeliveryException(
                    "the secret file " + file + " cannot be read; write the secret into it, and chmod 600 it", e);
        } catch (IllegalArgumentException e) {
            throw new DeliveryException(
                    "the secret file " + file + " holds whsec_ and then no base64; write the secret as it was given",
                    e);
        }
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signature = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "…";
    }
}
