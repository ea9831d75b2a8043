package io.rsyncbackup.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String V6 = "(?=[0-9a-fA-F.]*:)[0-9a-fA-F:][0-9a-fA-F:.]*";
    private static final Pattern ADDRESS = Pattern.compile("(?<v4>(" + BYTE + "\\.){3}" + BYTE
            + ")(:\\d{1,5})?|\\[(?<bracketed>" + V6 + ")](:\\d{1,5})?|(?<v6>" + V6 + ")");
    private static final int LONGEST = 53;
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
            Optional<String> before = canonical(chain.get(i));
            if (before.isEmpty()) {
                return nearest;
            }
            nearest = before.get();
            if (!trusts(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    /** As Java writes it, so that one address has one text; some proxies add the port. */
    static Optional<String> canonical(String written) {
        Matcher matcher = ADDRESS.matcher(written);
        if (!matcher.matches() || written.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String address = Stream.of("v4", "bracketed", "v6")
                    .map(matcher::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            // no name is looked up: what has a colon, or four numbers of one byte, is an address
            return Optional.of(InetAddress.getByName(address).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private boolean trusts(String address) {
        try {
            return trusted.stream().anyMatch(range -> range.matches(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
