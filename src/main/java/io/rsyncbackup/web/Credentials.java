package io.rsyncbackup.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What a request brings to be let in. */
sealed interface Credentials {
    /** No header Authorization. */
    record None() implements Credentials {}

    /** One that this server does not understand. */
    record Unknown() implements Credentials {}

    /** A token. */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[…]";
        }
    }

    /** Name and password of a person. */
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic[…]";
        }
    }

    /** Signed tokens of an issuer are long. */
    Pattern BEARER = Pattern.compile("bearer +([!-~]{1,6000}) *", Pattern.CASE_INSENSITIVE);

    Pattern BASIC = Pattern.compile("basic +([A-Za-z0-9+/]{1,1200}={0,2}) *", Pattern.CASE_INSENSITIVE);

    static Credentials in(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return new None();
        }
        Matcher bearer = BEARER.matcher(header);
        if (bearer.matches()) {
            return new Bearer(bearer.group(1));
        }
        Matcher basic = BASIC.matcher(header);
        Basic person = basic.matches() ? basic(basic.group(1)) : null;
        return person == null ? new Unknown() : person;
    }

    private static @Nullable Basic basic(String encoded) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 1 || text.chars().anyMatch(Character::isISOControl)
                    ? null
                    : new Basic(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }
}
