package io.rsyncbackup.plan;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 20MB} is 20 million bytes, {@code 512KiB} is 512 × 1024. */
public final class SizeText {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s?([A-Za-z]+)");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 60);
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        long decimal = 1;
        long binary = 1;
        UNITS.put("B", 1L);
        for (String letter : new String[] {"K", "M", "G", "T"}) {
            decimal *= 1000;
            binary *= 1024;
            UNITS.put(letter + "B", decimal);
            UNITS.put(letter + "iB", binary);
        }
    }

    private SizeText() {}

    /**
     * In bytes.
     *
     * @throws IllegalArgumentException whose message continues the sentence that begins with the text
     */
    public static long parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip());
        Long unit = matcher.matches() ? unit(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("is not a size; write a number with a unit, as in 20MB or 512KiB");
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("is larger than any disk; write a smaller size, as in 20MB");
        }
        if (bytes.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(
                    "is not a whole number of bytes; write it with a smaller unit, as in 512KiB");
        }
        return bytes.longValueExact();
    }

    /** With the unit that gives the smallest whole number; decimal before binary. */
    public static String format(long bytes) {
        String best = bytes + "B";
        long smallest = bytes;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            long number = bytes / unit.getValue();
            if (bytes != 0 && bytes % unit.getValue() == 0 && number < smallest) {
                smallest = number;
                best = number + unit.getKey();
            }
        }
        return best;
    }

    private static @org.jspecify.annotations.Nullable Long unit(String name) {
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (unit.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return unit.getValue();
            }
        }
        return null;
    }
}
