package io.rsyncbackup.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Where a request comes from. The header X-Forwarded-For is believed only as far as trusted proxies wrote it: from its
 * end, until an address that is none of theirs.
 */
@Component
class ClientAddresses {
    private static final String HEADER = "X-Forwarded-For";
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int MOST = 20;

    private final List<IpAddressMatcher> trusted;

    ClientAddresses(WebSettings settings) {
        this.trusted =
                settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
    }

    String of(HttpServletRequest request) {
        String nearest = request.getRemoteAddr();
        if (trusted.isEmpty() || !trusts(nearest)) {
            return nearest;
        }
        List<String> chain = Collections.list(request.getHeaders(HEADER)).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
        for (int i = chain.size() - 1; i >= Math.max(0, chain.size() - MOST); i--) {
            String before = chain.get(i);
            if (!ADDRESS.matcher(before).matches() || before.length() > 45) {
                return nearest;
            }
            nearest = before;
            if (!trusts(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean trusts(String address) {
        try {
            return trusted.stream().anyMatch(range -> range.matches(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
