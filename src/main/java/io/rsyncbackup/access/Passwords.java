package io.rsyncbackup.access;

import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Hashes passwords, slowly on purpose. */
public final class Passwords {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;
    private static final Pattern ENCODED = Pattern.compile("\\{bcrypt\\}\\$2[aby]\\$(0[4-9]|1\\d)\\$[./A-Za-z0-9]{53}"
            + "|\\{argon2\\}\\$argon2id?\\$v=19\\$m=\\d{1,6},t=\\d{1,2},p=\\d{1,2}\\$[A-Za-z0-9+/]+\\$[A-Za-z0-9+/]+");

    private static final PasswordEncoder ENCODER = new DelegatingPasswordEncoder(
            "argon2",
            Map.of(
                    "argon2",
                    Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                    "bcrypt",
                    new BCryptPasswordEncoder()));

    private Passwords() {}

    /**
     * What the configuration takes for a password.
     *
     * @throws IllegalArgumentException when it is too short or too long
     */
    public static String hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST + " to " + LONGEST + " characters; take a longer one");
        }
        return String.valueOf(ENCODER.encode(password));
    }

    /** The message never repeats the value: it may be the password itself. */
    static void check(String encoded) {
        if (!ENCODED.matcher(encoded).matches()) {
            throw new IllegalArgumentException("is no hash of a password; make one with:"
                    + " bin/backup-server --hash-password, and write it in quotes, with the braces");
        }
    }

    static boolean matches(String password, String encoded) {
        return password.length() <= LONGEST && ENCODER.matches(password, encoded);
    }
}
