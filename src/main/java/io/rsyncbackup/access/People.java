package io.rsyncbackup.access;

import io.rsyncbackup.access.AccessSettings.ConfiguredUser;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Service;

/** Tells who logs in with name and password. The configuration knows them all. */
@Service
public class People {
    private static final String HMAC = "HmacSHA256";
    private static final long REMEMBER_NANOS = 300_000_000_000L;

    private final Map<String, ConfiguredUser> users = new HashMap<>();
    private final List<ConfiguredUser> inOrder;
    private final Map<String, Proven> proven = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    People(AccessSettings settings) {
        inOrder = settings.users();
        inOrder.forEach(user -> users.put(user.name(), user));
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, HMAC);
    }

    public boolean isEmpty() {
        return users.isEmpty();
    }

    /** Whether this very password was right a moment ago: polling must not cost a slow hash each time. */
    public Optional<Caller> recall(String name, String password) {
        Proven known = proven.get(name);
        ConfiguredUser user = users.get(name);
        return known != null
                        && user != null
                        && System.nanoTime() - known.at < REMEMBER_NANOS
                        && MessageDigest.isEqual(bytes(known.mark), bytes(mark(name, password)))
                ? Optional.of(caller(user))
                : Optional.empty();
    }

    /** Takes as long for a name that nobody has as for a wrong password. */
    public Optional<Caller> authenticate(String name, String password) {
        if (inOrder.isEmpty()) {
            return Optional.empty();
        }
        ConfiguredUser user = users.get(name);
        String encoded = user == null ? inOrder.getFirst().password() : user.password();
        boolean right = Passwords.matches(password, encoded);
        if (user == null || !right) {
            return Optional.empty();
        }
        proven.put(name, new Proven(mark(name, password), System.nanoTime()));
        return Optional.of(caller(user));
    }

    private static Caller caller(ConfiguredUser user) {
        return new Caller("user:" + user.name(), user.name(), user.role().permissions(), user.plans());
    }

    /** Not the password, and of no use outside of this process. */
    private String mark(String name, String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes(name + "\0" + password)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Proven(String mark, long at) {}
}
