package io.rsyncbackup.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the values below one key and collects what is wrong with them. */
public final class Fields {
    private final String prefix;
    private final List<Problem> problems = new ArrayList<>();

    /** @param prefix what stands before each key, as in {@code backup.plans.laptop.} */
    public Fields(String prefix) {
        this.prefix = prefix;
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    public void add(String key, @Nullable String value, String text) {
        problems.add(new Problem(prefix + key, value, text));
    }

    /** A problem if anything was said here at all. */
    void refuse(String key, @Nullable String value, String text) {
        if (value != null) {
            add(key, value, text);
        }
    }

    public void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** What the grammar makes of the value; absent when there is none or it is wrong. */
    public <T> @Nullable T read(String key, @Nullable String value, Function<String, T> grammar) {
        if (value == null) {
            return null;
        }
        if (value.isBlank()) {
            add(key, null, "has no value; write one or remove the key");
            return null;
        }
        try {
            return grammar.apply(value);
        } catch (IllegalArgumentException e) {
            add(key, value, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The same, with what holds where nothing is said. */
    public <T> T read(String key, @Nullable String value, Function<String, T> grammar, T otherwise) {
        T read = read(key, value, grammar);
        return read == null ? otherwise : read;
    }

    public boolean flag(String key, @Nullable String value, boolean otherwise) {
        return read(
                key,
                value,
                text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("is neither true nor false; write one of them");
                },
                otherwise);
    }

    public int number(String key, @Nullable String value, int least, int most, int otherwise) {
        return read(
                key,
                value,
                text -> {
                    try {
                        int number = Integer.parseInt(text.strip());
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // said below
                    }
                    throw new IllegalArgumentException("is not a number from " + least + " to " + most + "; write one");
                },
                otherwise);
    }

    /** One of an enumeration, written in lower case with dashes. */
    public <E extends Enum<E>> @Nullable E choice(String key, @Nullable String value, Class<E> type) {
        return read(key, value, text -> choose(text, type));
    }

    static <E extends Enum<E>> E choose(String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (text(constant).equals(text.strip())) {
                return constant;
            }
        }
        throw new IllegalArgumentException("is unknown; write one of "
                + Arrays.stream(type.getEnumConstants()).map(Fields::text).collect(Collectors.joining(", ")));
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
