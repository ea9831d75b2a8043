package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests that differ in one thing from another one. */
record Changes(TransferRequest request) {
    TransferRequest source(Path source) {
        return source(Endpoint.of(source));
    }

    TransferRequest source(Endpoint source) {
        return with("source", source);
    }

    TransferRequest latest(Endpoint latest) {
        return with("latest", latest);
    }

    TransferRequest linkDest(String... directories) {
        return with("linkDest", List.of(directories));
    }

    TransferRequest compareWith(Endpoint.Daemon directory) {
        return with("compareWith", directory);
    }

    /** The destination's parent, which is never copied, comes with it. */
    TransferRequest latest(Path latest) {
        return new Changes(with("latest", Endpoint.of(latest))).with("ownExclusions", List.of(latest.getParent()));
    }

    TransferRequest sharesInodes(boolean sharesInodes) {
        return with("sharesInodes", sharesInodes);
    }

    TransferRequest dryRun() {
        return with("dryRun", true);
    }

    TransferRequest excludes(List<String> excludes) {
        return with("excludes", excludes);
    }

    TransferRequest excludedRoots(List<String> roots) {
        return with("excludedRoots", roots);
    }

    TransferRequest multiFs() {
        return with("multiFs", true);
    }

    TransferRequest bandwidthLimit(long bytesPerSecond) {
        return with("bandwidthLimit", bytesPerSecond);
    }

    TransferRequest maxDelete(double share) {
        return with("maxDelete", share);
    }

    TransferRequest prefix(List<String> prefix) {
        return with("prefix", prefix);
    }

    private TransferRequest with(String component, Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        try {
            var components = TransferRequest.class.getRecordComponents();
            for (var each : components) {
                values.put(each.getName(), each.getAccessor().invoke(request));
            }
            values.put(component, value);
            Object[] arguments = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                arguments[i] = values.get(components[i].getName());
                types[i] = components[i].getType();
            }
            return TransferRequest.class.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
