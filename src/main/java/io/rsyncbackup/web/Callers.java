package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** Who was recognised, for filters that stand before security. */
final class Callers {
    private static final String ATTRIBUTE = Callers.class.getName();

    private Callers() {}

    static void remember(ServletRequest request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }

    static @Nullable Caller of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : null;
    }
}
