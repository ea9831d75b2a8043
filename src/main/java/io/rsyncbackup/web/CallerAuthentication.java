package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import java.util.stream.Stream;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller whose token was found. Authorities are the texts of its permissions. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    /** Of whoever may see the health of every plan. */
    static final String HEALTH_OF_ALL = "health-of-all";

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(Stream.concat(caller.permissions().stream().map(Permission::text), health(caller))
                .map(SimpleGrantedAuthority::new)
                .toList());
        this.caller = caller;
        setAuthenticated(true);
    }

    private static Stream<String> health(Caller caller) {
        boolean looks = caller.permissions().contains(Permission.READ)
                || caller.permissions().contains(Permission.METRICS);
        return looks && caller.plans() == null ? Stream.of(HEALTH_OF_ALL) : Stream.empty();
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return caller.name();
    }
}
