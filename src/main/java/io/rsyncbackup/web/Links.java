package io.rsyncbackup.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Addresses of this server, as callers can use them. */
@Component
class Links {
    private final @Nullable URI publicUrl;

    Links(WebSettings settings) {
        this.publicUrl = settings.publicUrl();
    }

    /** Below the public URL, or below the context path; the caller's Host header is not believed. */
    String to(HttpServletRequest request, String path) {
        String base = publicUrl == null ? contextPath(request) : publicUrl.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    /** The path of the request itself, also when it is handled as an error. */
    String requested(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = original == null ? request.getRequestURI() : original.toString();
        return path == null || path.isEmpty() ? "/" : path;
    }

    boolean isPublicOrigin(String origin) {
        return publicUrl != null && origin.equalsIgnoreCase(originOf(publicUrl));
    }

    private static String originOf(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static String contextPath(HttpServletRequest request) {
        String path = request.getContextPath();
        return path == null ? "" : path;
    }
}
