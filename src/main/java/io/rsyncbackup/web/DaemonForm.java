package io.rsyncbackup.web;

import io.rsyncbackup.backup.DaemonCall;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Reads the environment of an rsync daemon's hook. */
final class DaemonForm {
    static final String PHASE = "phase";

    private static final String PREFIX = "RSYNC_";
    private static final String ARGUMENT = "RSYNC_ARG";
    private static final int MOST_ARGUMENTS = 1_000;
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_-]{1,64}");

    private final MultiValueMap<String, String> fields;

    DaemonForm(MultiValueMap<String, String> fields) {
        this.fields = fields;
        fields.forEach((name, values) -> {
            if (!name.equals(PHASE) && !name.startsWith(PREFIX)) {
                throw ProblemException.invalid(name, "unknown; expected phase and the daemon's own RSYNC_…");
            }
            if (values.size() != 1) {
                throw ProblemException.invalid(name, "expected once");
            }
        });
    }

    /** Before a transfer, or after it. */
    boolean isBefore() {
        return switch (required(PHASE)) {
            case "pre" -> true;
            case "post" -> false;
            default -> throw ProblemException.invalid(PHASE, "expected pre or post");
        };
    }

    int exitStatus() {
        return (int) number("RSYNC_EXIT_STATUS", -1, 255);
    }

    DaemonCall call() {
        String address = fields.getFirst("RSYNC_HOST_ADDR");
        return new DaemonCall(
                module(),
                number("RSYNC_PID", 1, Integer.MAX_VALUE),
                arguments(),
                address != null && ADDRESS.matcher(address).matches() ? address : null);
    }

    private Path module() {
        String text = required("RSYNC_MODULE_PATH");
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw ProblemException.invalid("RSYNC_MODULE_PATH", "expected an absolute path");
    }

    /** As many as follow each other. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        String next = argument(0);
        while (next != null && arguments.size() < MOST_ARGUMENTS) {
            arguments.add(next);
            next = argument(arguments.size());
        }
        return arguments;
    }

    private @Nullable String argument(int index) {
        return fields.getFirst(ARGUMENT + index);
    }

    private long number(String name, long least, long most) {
        try {
            long number = Long.parseLong(required(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw ProblemException.invalid(name, "expected a number from " + least + " to " + most);
    }

    private String required(String name) {
        String value = fields.getFirst(name);
        if (value == null || value.isEmpty()) {
            throw ProblemException.invalid(name, "required; the daemon sets it for its hooks");
        }
        return value;
    }

    /** The same for the OpenAPI document. */
    @Schema(
            name = "RsyncDaemonCall",
            description = "The environment of an rsync daemon's hook; further RSYNC_… are ignored")
    record Documented(
            @Schema(
                    name = PHASE,
                    description = "pre before a transfer, post after it",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String phase,

            @Schema(
                    name = "RSYNC_MODULE_PATH",
                    description = "The module's directory: the plan's latest",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String modulePath,

            @Schema(
                    name = "RSYNC_PID",
                    description = "The daemon's process",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            Long process,

            @Schema(name = "RSYNC_EXIT_STATUS", description = "After a transfer: how the daemon's rsync ended")
            Integer exitStatus,

            @Schema(name = "RSYNC_HOST_ADDR", description = "The client's address")
            String address,

            @Schema(name = "RSYNC_ARG1", description = "Before a transfer: RSYNC_ARG0, RSYNC_ARG1 and so on")
            String argument) {}
}
