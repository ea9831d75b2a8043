package io.rsyncbackup.plan;

import java.time.DateTimeException;
import java.time.ZoneId;

/** Time zones as people write them: {@code Europe/Amsterdam}, {@code UTC}, {@code +01:00}. */
public final class ZoneText {
    private ZoneText() {}

    /** @throws IllegalArgumentException whose message continues the sentence that begins with the text */
    public static ZoneId parse(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            String mend = Suggestion.nearest(text, ZoneId.getAvailableZoneIds())
                    .map(zone -> "did you mean " + zone + "?")
                    .orElse("write one as in Europe/Amsterdam or UTC");
            throw new IllegalArgumentException("is not a time zone; " + mend, e);
        }
    }
}
