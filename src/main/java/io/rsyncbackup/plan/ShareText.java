package io.rsyncbackup.plan;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares of a whole as people write them: {@code 20%} is 0.2. */
public final class ShareText {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s?%");

    private ShareText() {}

    /** @throws IllegalArgumentException whose message continues the sentence that begins with the text */
    public static double parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip());
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("is not a share; write a percentage from 0% to 100%, as in 20%");
        }
        return new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
    }

    public static String format(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }
}
