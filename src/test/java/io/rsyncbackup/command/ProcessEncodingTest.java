package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "utf8"})
    void acceptsUtf8(String encoding) {
        assertThatCode(() -> ProcessEncoding.requireUtf8(encoding)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "", "no such encoding", "UTF-16"})
    void refusesAnythingElseWithTheMend(String encoding) {
        assertThatThrownBy(() -> ProcessEncoding.requireUtf8(encoding))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }
}
