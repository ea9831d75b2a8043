package io.rsyncbackup;

import io.rsyncbackup.access.AccessSettings.ConfiguredUser;
import io.rsyncbackup.access.AccessSettings.OpenId;
import io.rsyncbackup.access.Role;
import io.rsyncbackup.plan.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Reads the people of the configuration, and whom else it believes. */
final class ConfiguredPeople {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");
    private static final Pattern RANGE =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

    private ConfiguredPeople() {}

    static List<ConfiguredUser> read(Fields fields, @Nullable List<BackupProperties.User> users) {
        List<ConfiguredUser> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; users != null && i < users.size(); i++) {
            BackupProperties.User user = users.get(i);
            String key = "security.users[" + i + "].";
            String name = required(fields, key + "name", user.name(), "write what the person logs in with");
            String password = required(
                    fields, key + "password", user.password(), "make one with: bin/backup-server --hash-password");
            String roleText = required(fields, key + "role", user.role(), "write viewer, operator, admin or metrics");
            Role role = ConfiguredGrants.role(fields, key + "role", roleText);
            Set<String> plans = ConfiguredGrants.plans(fields, key + "plans", user.plans());
            if (name != null && !names.add(name)) {
                fields.add(key + "name", name, "is the name of two people; give each their own");
            }
            if (name != null && password != null && role != null) {
                try {
                    read.add(new ConfiguredUser(name, password, role, plans));
                } catch (IllegalArgumentException e) {
                    // the value is never repeated: it may be the password itself
                    fields.add("security.users[" + i + "]", null, String.valueOf(e.getMessage()));
                }
            }
        }
        return read;
    }

    static @Nullable OpenId openId(Fields fields, BackupProperties.@Nullable OpenId openid) {
        if (openid == null) {
            return null;
        }
        String key = "security.openid.";
        URI issuer = fields.read(
                key + "issuer",
                required(fields, key + "issuer", openid.issuer(), "write the issuer's address"),
                ConfiguredPeople::issuer);
        String audience = required(
                fields,
                key + "audience",
                openid.audience(),
                "write the name of this server at the issuer; without it a token for any other service would do here");
        return issuer == null || audience == null
                ? null
                : new OpenId(
                        issuer,
                        audience,
                        Objects.requireNonNullElse(openid.rolesClaim(), "roles").strip(),
                        Objects.requireNonNullElse(openid.rolePrefix(), "").strip(),
                        Objects.requireNonNullElse(openid.nameClaim(), "preferred_username")
                                .strip());
    }

    static List<String> proxies(Fields fields, @Nullable List<String> texts) {
        List<String> proxies = new ArrayList<>();
        for (int i = 0; texts != null && i < texts.size(); i++) {
            String proxy = fields.read("security.trusted-proxies[" + i + "]", texts.get(i), ConfiguredPeople::range);
            if (proxy != null) {
                proxies.add(proxy);
            }
        }
        return proxies;
    }

    private static String range(String text) {
        String range = text.strip();
        String mend = "is neither an address nor a range of them; write it as in 10.0.0.7 or 10.0.0.0/8";
        if (!RANGE.matcher(range).matches()) {
            throw new IllegalArgumentException(mend);
        }
        try {
            new IpAddressMatcher(range);
            return range;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(mend, e);
        }
    }

    private static URI issuer(String text) {
        String mend = "is not the address of an issuer; write it as in https://login.example.org/realms/main"
                + " (http only on this host)";
        try {
            URI issuer = URI.create(text.strip());
            boolean here = issuer.getHost() != null
                    && LOOPBACK.matcher(issuer.getHost()).matches();
            boolean usable = "https".equals(issuer.getScheme()) || ("http".equals(issuer.getScheme()) && here);
            if (!usable || issuer.getHost() == null || issuer.getQuery() != null || issuer.getFragment() != null) {
                throw new IllegalArgumentException(mend);
            }
            return issuer;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(mend, e);
        }
    }

    private static @Nullable String required(Fields fields, String key, @Nullable String value, String mend) {
        if (value == null || value.isBlank()) {
            fields.add(key, null, "is required; " + mend);
            return null;
        }
        return value.strip();
    }
}
