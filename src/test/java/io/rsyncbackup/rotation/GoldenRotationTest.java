package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One fixed year of snapshots and forty schemes; {@code -Dgolden.update=true} writes the files anew. A file lists what
 * stays, with its reasons; what goes is pinned by its number and the fingerprint.
 */
class GoldenRotationTest {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "rotation");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Instant NOW = Instant.parse("2026-12-31T12:00:00Z");
    private static final List<String> SCHEMES = List.of(
            "hourly=24 daily=7 weekly=4 monthly=always",
            "hourly=24 daily=7 weekly=4 monthly=always keep=newest",
            "hourly=24 daily=7 weekly=4 monthly=always window=time",
            "hourly=24 daily=7 weekly=4 monthly=always keep=newest window=time",
            "hourly=24 daily=7 weekly=4 monthly=12 yearly=always",
            "minutely=1",
            "minutely=60",
            "minutely=60 window=time",
            "hourly=1",
            "hourly=24",
            "hourly=24 window=time",
            "hourly=500 window=time",
            "daily=1",
            "daily=1 keep=newest",
            "daily=1 window=time",
            "daily=7",
            "daily=7 keep=newest",
            "daily=7 window=time",
            "daily=30",
            "daily=30 window=time",
            "daily=180 window=time",
            "daily=always",
            "daily=always keep=newest",
            "weekly=1",
            "weekly=4",
            "weekly=26 window=time",
            "weekly=always",
            "weekly=always keep=newest",
            "monthly=1",
            "monthly=3",
            "monthly=6 window=time",
            "monthly=6 window=time keep=newest",
            "monthly=always",
            "yearly=1",
            "yearly=2 keep=newest",
            "yearly=always",
            "daily=14 monthly=6",
            "daily=14 weekly=8 keep=newest",
            "minutely=30 hourly=12 daily=5 weekly=3 monthly=2 yearly=1",
            "minutely=30 hourly=12 daily=5 weekly=3 monthly=2 yearly=1 keep=newest window=time");

    @TestFactory
    Stream<DynamicTest> decidesAsBefore() {
        return SCHEMES.stream()
                .map(scheme -> DynamicTest.dynamicTest(scheme, () -> {
                    String actual = describe(scheme, Rotation.decide(year(), rules(scheme), NOW));
                    if (UPDATE) {
                        Files.createDirectories(DIRECTORY);
                        Files.writeString(file(scheme), actual);
                    } else if (!Files.exists(file(scheme))) {
                        fail("no golden file for \"" + scheme
                                + "\"; write it with -Dgolden.update=true and look at it");
                    } else {
                        assertThat(actual).isEqualTo(Files.readString(file(scheme)));
                    }
                }));
    }

    @Test
    void everyFileHasItsScheme() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            SCHEMES.stream().map(GoldenRotationTest::file).toList());
        }
        assertThat(SCHEMES).hasSize(40);
    }

    /** Every six hours with a week's outage in July, some partial; a burst; both clock changes; two years to come. */
    private static List<RotationCandidate> year() {
        List<Instant> instants = new ArrayList<>();
        instants.addAll(every(Duration.ofHours(6), "2025-12-31T23:17:00Z", "2026-12-31T12:00:00Z"));
        instants.removeIf(instant -> instant.toString().compareTo("2026-07-11") > 0
                && instant.toString().compareTo("2026-07-18") < 0);
        instants.addAll(every(Duration.ofMinutes(20), "2026-03-28T23:05:00Z", "2026-03-29T03:00:00Z"));
        instants.addAll(every(Duration.ofMinutes(20), "2026-10-24T23:05:00Z", "2026-10-25T03:00:00Z"));
        instants.addAll(every(Duration.ofSeconds(40), "2026-12-31T10:00:05Z", "2026-12-31T11:00:00Z"));
        instants.add(Instant.parse("2024-02-29T12:00:00Z"));
        instants.add(Instant.parse("2027-01-01T00:00:00Z"));
        instants.add(Instant.parse("2028-01-01T00:00:00Z"));
        List<RotationCandidate> year = new ArrayList<>();
        for (int index = 0; index < instants.size(); index++) {
            String name = instants.get(index).toString().replace(":", "");
            boolean partial = index % 11 == 3 || name.startsWith("2026-12-29") || name.startsWith("2026-08");
            year.add(new RotationCandidate(name, instants.get(index), partial, index % 400 == 7, index == 200));
        }
        return year;
    }

    private static List<Instant> every(Duration pace, String first, String end) {
        return Stream.iterate(Instant.parse(first), instant -> instant.plus(pace))
                .takeWhile(instant -> instant.isBefore(Instant.parse(end)))
                .toList();
    }

    private static RotationRules rules(String scheme) {
        var words = Arrays.stream(scheme.split(" "))
                .map(word -> word.split("="))
                .collect(Collectors.toMap(word -> word[0], word -> word[1]));
        String keep = words.containsKey("keep") ? words.remove("keep") : "oldest";
        String window = words.containsKey("window") ? words.remove("window") : "count";
        return new RotationRules(
                RotationSchemes.parse(words),
                Keep.valueOf(keep.toUpperCase(Locale.ROOT)),
                Window.valueOf(window.toUpperCase(Locale.ROOT)),
                VIENNA);
    }

    private static String describe(String scheme, RotationDecisions decisions) {
        StringBuilder text = new StringBuilder(scheme).append("\n\n");
        decisions.decisions().stream()
                .filter(Decision::kept)
                .forEach(decision -> text.append(decision.snapshot())
                        .append("  ")
                        .append(decision.reasons().stream().map(Reason::text).collect(Collectors.joining("; ")))
                        .append('\n'));
        text.append("\nkept ").append(decisions.keptCount());
        text.append("\nremoved ").append(decisions.removed().size());
        text.append("\nfingerprint ").append(decisions.fingerprint()).append('\n');
        decisions
                .warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }

    private static Path file(String scheme) {
        return DIRECTORY.resolve(scheme.replace(' ', '_').replace('=', '-') + ".txt");
    }
}
