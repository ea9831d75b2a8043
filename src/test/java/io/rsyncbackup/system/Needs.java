package io.rsyncbackup.system;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test needs of the machine: missing, it fails in CI and is skipped elsewhere. */
public final class Needs {
    private Needs() {}

    public static void root() {
        if (!SampleTrees.isRoot()) {
            missing("needs root");
        }
    }

    public static void programs(String... programs) {
        for (var program : programs) {
            if (Shell.attempt("command -v \"$1\" >/dev/null", program).exitCode() != 0) {
                missing("needs the program " + program);
            }
        }
    }

    public static boolean fullScale() {
        return "full".equals(System.getProperty("scale"));
    }

    /** For what takes a quarter of an hour; the short form says that it left it out. */
    public static void longForm() {
        if (!fullScale()) {
            abort("only in the long form, bin/test --full");
        }
    }

    /** For what takes some minutes and must be seen at each change; who tests at home waits less. */
    public static void longFormOrCi() {
        if (!fullScale() && System.getenv("CI") == null) {
            abort("only in CI and in the long form, bin/test --full");
        }
    }

    /** The short or the full form of a number. */
    public static int scaled(int shortForm, int fullForm) {
        return fullScale() ? fullForm : shortForm;
    }

    private static void missing(String what) {
        if (System.getenv("CI") != null) {
            fail(what + ", and in CI nothing may be missing");
        }
        abort(what);
    }
}
