package io.rsyncbackup.web;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param publicUrl under which callers reach this server, when a proxy stands before it
 * @param trustedProxies addresses and ranges (CIDR) whose header X-Forwarded-For is believed
 */
public record WebSettings(@Nullable URI publicUrl, List<String> trustedProxies) {
    public WebSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
