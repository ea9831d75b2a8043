package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
    @Test
    void putsOwnExclusionsFirstThenRootsThenExcludes() {
        assertThat(Filters.of(
                        List.of(Path.of("/mnt/backups/laptop")),
                        List.of("/dev/", "/home/*/.cache/"),
                        List.of("*.iso", "!")))
                .containsExactly(
                        "--filter=-/ /mnt/backups/laptop/",
                        "--filter=-/ /dev/",
                        "--filter=-/ /home/*/.cache/",
                        "--filter=- *.iso",
                        "--filter=- !");
    }

    @Test
    void takesOwnPathsLiterally() {
        assertThat(Filters.literal("/a*b/[c]/d?e\\f")).isEqualTo("/a\\*b/\\[c]/d\\?e\\\\f");
        assertThat(Filters.literal("/back\\slash")).isEqualTo("/back\\slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\0b", "a\rb"})
    void refusesAPatternThatWouldBeMoreThanOneOrNone(String pattern) {
        assertThatThrownBy(() -> ExcludePatterns.validate(List.of("fine", pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an exclude pattern must not");
    }

    @Test
    void refusesAnEndlessPattern() {
        assertThatThrownBy(() -> ExcludePatterns.validate(List.of("x".repeat(5000))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
