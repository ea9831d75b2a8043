package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextGrammarsTest {
    @ParameterizedTest
    @CsvSource({"90d,PT2160H", "2h,PT2H", "30s,PT30S", "1h30m,PT1H30M", "500ms,PT0.5S", "10M,PT10M", "0s,PT0S"})
    void durations(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "2", "h", "-2h", "2 h", "1.5h", "30m1h", "PT2H", "2hours"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a duration");
    }

    @ParameterizedTest
    @CsvSource({"PT2H,2h", "PT90M,90m", "PT24H,1d", "PT0S,0s", "PT1.5S,1500ms", "PT1M1S,61s"})
    void durationsAreWrittenWithTheLargestUnitThatFits(Duration duration, String text) {
        assertThat(DurationText.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "20MB,20000000",
        "20 MB,20000000",
        "1.5GB,1500000000",
        "512KiB,524288",
        "512kib,524288",
        "1MiB,1048576",
        "7B,7",
        "2TiB,2199023255552",
        "0B,0"
    })
    void sizes(String text, long bytes) {
        assertThat(SizeText.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "MB", "-1MB", "20M", "20 potatoes", "1.0001kB ", "99999999999TB", "0.5B", "1e3B"})
    void otherSizesAreRefused(String text) {
        if (text.equals("1.0001kB ")) {
            assertThatThrownBy(() -> SizeText.parse(text)).hasMessageContaining("is not a whole number of bytes");
        } else {
            assertThatThrownBy(() -> SizeText.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"20000000,20MB", "524288,512KiB", "0,0B", "1001,1001B", "1024000,1000KiB", "1000000,1MB"})
    void sizesAreWrittenWithTheSmallestNumber(long bytes, String text) {
        assertThat(SizeText.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"20%,0.2", "0%,0", "100%,1", "12.5 %,0.125", "0.1%,0.001"})
    void shares(String text, double share) {
        assertThat(ShareText.parse(text)).isEqualTo(share);
        assertThat(ShareText.format(share)).isEqualTo(text.replace(" ", ""));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 10_000; i++) {
            Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 41)));
            assertThat(DurationText.parse(DurationText.format(duration)))
                    .as("seed %s", seed)
                    .isEqualTo(duration);
            long bytes = random.nextLong(1L << random.nextInt(1, 60));
            assertThat(SizeText.parse(SizeText.format(bytes)))
                    .as("seed %s", seed)
                    .isEqualTo(bytes);
            double share = random.nextInt(10_001) / 10_000.0;
            assertThat(ShareText.parse(ShareText.format(share)))
                    .as("seed %s", seed)
                    .isEqualTo(share);
        }
    }

    @Test
    void theNearestWordIsSuggestedWhenItIsNearEnough() {
        List<String> words = List.of("source", "sudo", "destination");
        assertThat(Suggestion.nearest("sorce", words)).isEqualTo(Optional.of("source"));
        assertThat(Suggestion.nearest("DESTNATION", words)).isEqualTo(Optional.of("destination"));
        assertThat(Suggestion.nearest("colour", words)).isEmpty();
        assertThat(Suggestion.nearest("x", words)).isEmpty();
    }
}
