package io.rsyncbackup.access;

import java.net.URI;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Asks an issuer of OpenID Connect for the keys that it signs with. */
public interface OpenIdKeys {
    /** Throws IllegalArgumentException or IllegalStateException when the issuer cannot be asked. */
    NimbusJwtDecoder decoder(URI issuer);
}
