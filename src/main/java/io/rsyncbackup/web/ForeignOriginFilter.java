package io.rsyncbackup.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what web pages of other sites send through somebody's browser. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ForeignOriginFilter extends OncePerRequestFilter {
    private final ProblemWriter writer;
    private final Links links;

    ForeignOriginFilter(ProblemWriter writer, Links links) {
        this.writer = writer;
        this.links = links;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isForeignSite(request.getHeader("Sec-Fetch-Site")) || isForeignOrigin(request)) {
            writer.write(
                    request,
                    response,
                    ProblemReport.of(Problem.FORBIDDEN, "web pages of other sites may not call this server"));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isForeignSite(@Nullable String site) {
        return site != null && (site.equalsIgnoreCase("cross-site") || site.equalsIgnoreCase("same-site"));
    }

    private boolean isForeignOrigin(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || links.isPublicOrigin(origin)) {
            return false;
        }
        String host = request.getHeader(HttpHeaders.HOST);
        String own = origin.toLowerCase(Locale.ROOT);
        return host == null
                || !(own.equals("http://" + host.toLowerCase(Locale.ROOT))
                        || own.equals("https://" + host.toLowerCase(Locale.ROOT)));
    }
}
