package io.rsyncbackup.web;

import io.rsyncbackup.access.OpenIdKeys;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/** Over HTTP, with an end to its patience: a request waits for it. */
@Component
class IssuerKeys implements OpenIdKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public NimbusJwtDecoder decoder(URI issuer) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        return NimbusJwtDecoder.withIssuerLocation(issuer.toString())
                .restOperations(new RestTemplate(requests))
                .validateType(false)
                .build();
    }
}
