package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request reach its endpoint only with the permission that the endpoint names. */
final class RequiredPermissions implements HandlerInterceptor {
    private static final String OWN_CODE = RequiredPermissions.class.getPackageName();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().startsWith(OWN_CODE)
                && !method.hasMethodAnnotation(WithoutToken.class)) {
            check(method);
        }
        return true;
    }

    private static void check(HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalStateException(method + " names no permission");
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            throw new ProblemException(Problem.UNAUTHORIZED, SecurityProblems.NO_TOKEN);
        }
        if (!caller.permissions().contains(requires.value())) {
            throw new ProblemException(Problem.FORBIDDEN, forbidden(requires.value(), caller));
        }
    }

    private static String forbidden(Permission needed, Caller caller) {
        return "this needs the permission \"%s\"; the token \"%s\" has: %s"
                .formatted(
                        needed.text(),
                        caller.name(),
                        caller.permissions().stream()
                                .map(Permission::text)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }
}
