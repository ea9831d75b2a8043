package io.rsyncbackup.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** With random ones. */
class AnyLocationTest {
    @Test
    void readsBackWhatItWrote() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 20_000; i++) {
            Location location = anyLocation(random);
            assertThatCode(() -> assertThat(Locations.parse(location.text())).isEqualTo(location))
                    .as("seed %d, location %s", seed, location)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void eitherReadsOrRefusesAnyTextAndNeverFailsOtherwise() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> pieces = List.of(
                "/",
                ":",
                "::",
                "@",
                "[",
                "]",
                "rsync://",
                "-",
                "..",
                ".",
                "~",
                "a",
                "é",
                "1",
                "%",
                " ",
                "\n",
                "\0",
                "fe80::1");
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(9);
            for (int piece = 0; piece < length; piece++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                Location location = Locations.parse(text.toString());
                assertThat(Locations.parse(location.text()))
                        .as("seed %d, %s", seed, text)
                        .isEqualTo(location);
                read++;
            } catch (InvalidLocationException e) {
                assertThat(e.getMessage()).as("seed %d, %s", seed, text).isNotBlank();
            }
        }
        assertThat(read).as("seed %d", seed).isPositive();
    }

    private static Location anyLocation(RandomGenerator random) {
        String user = random.nextBoolean() ? null : pick(random, "root", "a@b", "DOMAIN\\me", "m%e");
        String host = pick(random, "host", "a.b-c.d", "10.0.0.1", "::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "1::");
        String path = anyPath(random);
        return switch (random.nextInt(3)) {
            case 0 -> new Location.Local(Path.of(path));
            case 1 -> new Location.Ssh(user, host, path);
            default ->
                new Location.Daemon(
                        user,
                        host,
                        random.nextBoolean() ? null : random.nextInt(1, 65_536),
                        pick(random, "module", "a b", "x-y.z", "ü", "@", "[a"),
                        path.equals("/") ? "" : path);
        };
    }

    private static String anyPath(RandomGenerator random) {
        List<String> elements = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            elements.add(
                    pick(random, "a", "b:c", "::", "-x", "...", " ", "é", "~", "user@host", "rsync:", "\r", "\\", "*"));
        }
        return "/" + String.join("/", elements);
    }

    private static String pick(RandomGenerator random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
