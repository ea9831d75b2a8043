package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationSchemesTest {
    @Test
    void readsCountsAndAlways() {
        assertThat(RotationSchemes.parse(Map.of("hourly", "24", "daily", " 7 ", "weekly", "4", "monthly", "always")))
                .isEqualTo(RotationScheme.DEFAULT);
    }

    @Test
    void zeroIsAsIfLeftOut() {
        assertThat(RotationSchemes.parse(Map.of("hourly", "0", "daily", "7")))
                .isEqualTo(RotationSchemes.parse(Map.of("daily", "7")));
    }

    @Test
    void namesTheFrequenciesThatThereAre() {
        refuses(
                Map.of("dayly", "7"),
                "\"dayly\" is no frequency; use minutely, hourly, daily, weekly, monthly, yearly");
        refuses(Map.of("Daily", "7"), "\"Daily\" is no frequency");
    }

    @Test
    void namesTheKeyOfARetentionThatIsNone() {
        for (String wrong : new String[] {"-1", "seven", "", "1.5", "9999999999", "Always", "+7", "\u0667"}) {
            refuses(
                    Map.of("daily", wrong),
                    "daily: a retention is a number from 0 to 999999999, or \"always\": \"" + wrong + "\"");
        }
    }

    @Test
    void namesTheKeyThatHasNoValue() {
        refuses(
                Collections.<String, @Nullable String>singletonMap("daily", null),
                "daily has no value; use a number or \"always\", or leave it out");
    }

    @Test
    void refusesSchemesThatWouldRemoveEverything() {
        refuses(Map.of(), "a rotation scheme needs at least one frequency");
        refuses(Map.of("daily", "0", "weekly", "0"), "a rotation scheme needs at least one frequency");
    }

    private static void refuses(Map<String, ? extends @Nullable String> scheme, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotationSchemes.parse(scheme))
                .withMessageContaining(message);
    }
}
