package io.rsyncbackup.web;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.plan.PlanNotFoundException;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunNotFoundException;
import io.rsyncbackup.run.Runs;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Lets a request reach its endpoint only with the permission that the endpoint names. */
final class RequiredPermissions implements HandlerInterceptor {
    private static final String OWN_CODE = RequiredPermissions.class.getPackageName();

    private final Runs runs;

    RequiredPermissions(Runs runs) {
        this.runs = runs;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().startsWith(OWN_CODE)
                && !method.hasMethodAnnotation(WithoutToken.class)) {
            onlyItsPlans(request, check(method));
        }
        return true;
    }

    private static Caller check(HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalStateException(method + " names no permission");
        }
        Caller caller = caller();
        if (!caller.permissions().contains(requires.value())) {
            throw new ProblemException(Problem.FORBIDDEN, forbidden(requires.value(), caller));
        }
        return caller;
    }

    private static Caller caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            throw new ProblemException(Problem.UNAUTHORIZED, SecurityProblems.NO_TOKEN);
        }
        return caller;
    }

    /** What a caller may not see is not there for it. */
    private void onlyItsPlans(HttpServletRequest request, Caller caller) {
        if (caller.plans() == null
                || !(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                        instanceof Map<?, ?> variables)) {
            return;
        }
        if (variables.get("plan") instanceof String plan && !caller.sees(plan)) {
            throw new PlanNotFoundException(plan);
        }
        if (variables.get("run") instanceof String id) {
            Run run = runs.get(id);
            if (!caller.sees(run.request().plan())) {
                throw new RunNotFoundException(id);
            }
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
