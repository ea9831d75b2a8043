package io.rsyncbackup.rotation;

/** How many slots of a frequency to keep. */
public sealed interface Retention {
    record Count(int slots) implements Retention {
        public Count {
            if (slots < 0) {
                throw new IllegalArgumentException("a retention is a number from 0, or \"always\": " + slots);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(slots);
        }
    }

    record Always() implements Retention {
        @Override
        public String toString() {
            return "always";
        }
    }

    /** {@code "7"} or {@code "always"}. */
    static Retention parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("always")) {
            return new Always();
        }
        if (trimmed.matches("[0-9]{1,9}")) {
            return new Count(Integer.parseInt(trimmed));
        }
        throw new IllegalArgumentException(
                "a retention is a number from 0 to 999999999, or \"always\": \"" + text + "\"");
    }
}
